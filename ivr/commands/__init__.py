"""One module per command of the command line; each adds its own parser and runs itself."""
