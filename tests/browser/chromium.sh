#!/bin/sh
# Debian's Chromium and pdftotext, when they are not there and we may install them. Without them tests say why they skip.
[ -x /usr/bin/chromium-headless-shell ] && [ -x /usr/bin/pdftotext ] && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "Install Debian's packages chromium-headless-shell and poppler-utils to run the tests that use them." >&2
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
apt-get update -qq >"$log" 2>&1 && apt-get install -y -qq --no-install-recommends chromium-headless-shell fonts-dejavu-core poppler-utils >>"$log" 2>&1 \
    || { tail -n 20 "$log" >&2; rm -f "$log"; exit 1; }
rm -f "$log"
