# Sourced by the scripts beside it. Finds uv, or installs it into .uv, and says how to run
# things with it: $root is the project's folder, "${project[@]}" COMMAND… runs in its environment.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
unset VIRTUAL_ENV # another project's environment is none of ours

if command -v uv >/dev/null && uv --version >/dev/null 2>&1; then
    uv=uv
else
    uv=$root/.uv/bin/uv
    if [[ ! -x $uv ]]; then
        # --target needs neither venv nor the right to change the system's Python (PEP 668).
        echo "uv is not on the PATH: installing it into $root/.uv, once …" >&2
        python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --target "$root/.uv" uv >&2
    fi
fi

# One environment serves all scripts. A run adds what is missing and removes nothing, so starting
# the service after the tests (or the reverse) reinstalls nothing.
project=("$uv" run --project "$root" --locked --extra postgres)

# Compiled modules are kept, out of the way of the sources. In containers Python is often told to
# keep none; then every command would compile two thousand files again, which takes two seconds.
unset PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX=$root/.uv/pycache
