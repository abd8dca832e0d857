"""What a call is made of, as plain values: who calls whom, where it stands, what happens, what is
asked of the carrier, what it has told. Nothing here decides or does anything.
"""
