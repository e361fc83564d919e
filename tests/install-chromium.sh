#!/usr/bin/env bash
# Installs Chromium from the system's packages, as root or by sudo; elsewhere from Playwright.
set -euo pipefail
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
if command -v apt-get >/dev/null; then
    as_root apt-get update -qq
    as_root apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null
else
    .venv/bin/python -m playwright install chromium
fi
