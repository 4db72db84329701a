#!/bin/sh
# Debian's Chromium, when it is not there and we may install it. Without it the browser tests say why they skip.
[ -x /usr/bin/chromium-headless-shell ] && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "No Chromium: install Debian's package chromium-headless-shell to run the browser tests." >&2
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
apt-get update -qq >"$log" 2>&1 && apt-get install -y -qq --no-install-recommends chromium-headless-shell fonts-dejavu-core >>"$log" 2>&1 \
    || { tail -n 20 "$log" >&2; rm -f "$log"; exit 1; }
rm -f "$log"
