#!/bin/sh
# Sets up the project's environment in $VENV; called by the Makefile. Safe to run again.
set -eu
PYTHON=${PYTHON:-python3}
VENV=${VENV:-.venv}

say() { printf '%s\n' "$*" >&2; }

# Installs Debian packages where this machine lets us: as root, or with sudo that asks nothing.
install() {
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" = 0 ]; then sudo=""; else sudo="sudo -n"; $sudo true 2>/dev/null || return 1; fi
    $sudo apt-get update -qq >/dev/null 2>&1 || true
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1
}

"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
    say "Python 3.11 or newer is needed; '$PYTHON' is not. Say which to use: make PYTHON=python3.12 book"
    exit 1
}

if ! "$PYTHON" -c 'import ensurepip' 2>/dev/null; then # Debian keeps venv in a package of its own
    version=$("$PYTHON" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    install "python$version-venv" || install python3-venv || {
        say "Python's venv module is missing. Install it with: sudo apt-get install python3-venv"
        exit 1
    }
fi

say "Setting up $VENV (once; a minute or two)"
"$PYTHON" -m venv "$VENV"
quiet="--quiet --disable-pip-version-check --no-input"
"$VENV/bin/python" -m pip install $quiet --require-hashes --only-binary :all: -r requirements.lock
"$VENV/bin/python" -m pip install $quiet --no-deps --no-build-isolation --editable .
