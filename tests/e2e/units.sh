#!/bin/bash
# The shipped units are well formed and score at most 0.6 in systemd-analyze security; every
# MESSAGE_ID in the code has a text in the catalog and the other way round; sysusers and
# tmpfiles accept their files.
set -u
src=${DUBAN_SOURCE:-$(cd "$(dirname "$0")/../.." && pwd)}
build=${DUBAN_BUILD:?the folder with duband}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0
check() {
	if [ "$2" = 0 ]; then echo "ok   $1"; else echo "FAIL $1"; bad=1; fi
}

command -v systemd-analyze >/dev/null || { echo "SKIP: no systemd-analyze here"; exit 77; }

# verify looks for the program at the unit's path, but here it is in the build folder
for unit in duband.socket duband.service; do
	sed "s|^ExecStart=/usr/bin/duband|ExecStart=$build/duband|" "$src/systemd/$unit" >"$work/$unit"
done
systemd-analyze verify --man=no "$work/duband.socket" "$work/duband.service" >"$work/said" 2>&1
check "systemd-analyze verify" $?
[ ! -s "$work/said" ]
check "… and has nothing to say$(sed 's/^/     /' "$work/said")" $?

# the gateway's unit is a template
sed "s|^ExecStart=/usr/bin/duban-notify|ExecStart=$build/duban-notify|" "$src/systemd/duban-notify@.service" \
	>"$work/duban-notify@sms.service"
systemd-analyze verify --man=no "$work/duban-notify@sms.service" >"$work/said" 2>&1 && [ ! -s "$work/said" ]
check "systemd-analyze verify duban-notify@sms$(sed 's/^/     /' "$work/said")" $?
cp "$src/systemd/duban-notify@.service" "$work/notify.service"
systemd-analyze security --offline=true --threshold=20 --no-pager "$work/notify.service" >"$work/said" 2>&1
check "exposure of duban-notify@ at most 2.0: $(tail -1 "$work/said")" $?
for want in DynamicUser=yes StateDirectory=duban-notify/%i LoadCredential=notify: Type=notify WatchdogSec= \
	InaccessiblePaths=-/var/lib/duban StartLimitIntervalSec=0 \
	SystemCallFilter=sched_setscheduler; do
	grep -q "^$want" "$src/systemd/duban-notify@.service"
	check "duban-notify@.service has $want" $?
done

systemd-analyze security --offline=true --threshold=6 --no-pager "$src/systemd/duband.service" \
	>"$work/said" 2>&1
check "exposure at most 0.6: $(tail -1 "$work/said")" $?
# the check itself must be able to fail
sed '/^PrivateNetwork=/d; /^CapabilityBoundingSet=/d' "$src/systemd/duband.service" >"$work/loose.service"
! systemd-analyze security --offline=true --threshold=6 --no-pager "$work/loose.service" >/dev/null 2>&1
check "a looser unit is rejected" $?

for want in PrivateNetwork=yes RestrictAddressFamilies=AF_UNIX Type=notify WatchdogSec= \
	StateDirectory=duban LoadCredential=server.key:/etc/duban/server.key \
	Requires=duband.socket After=duband.socket StartLimitIntervalSec=0 RestartSec=3s; do
	grep -q "^$want" "$src/systemd/duband.service"
	check "duband.service has $want" $?
done
grep -q '^TriggerLimitIntervalSec=0' "$src/systemd/duband.socket"
check "duband.socket is not closed by a service that fails" $?

grep -rhoE '"[0-9a-f]{32}"' "$src"/daemon --include=*.h --include=*.c | tr -d '"' | sort -u >"$work/code"
grep -oE '^-- [0-9a-f]{32}' "$src/systemd/duban.catalog" | cut -c4- | sort >"$work/catalog"
diff "$work/code" "$work/catalog" >"$work/said"
check "catalog and MESSAGE_IDs agree$(sed 's/^/     /' "$work/said")" $?
mkdir -p "$work/root/usr/lib/systemd/catalog"
cp "$src/systemd/duban.catalog" "$work/root/usr/lib/systemd/catalog/"
if command -v journalctl >/dev/null; then
	journalctl --root="$work/root" --update-catalog >"$work/said" 2>&1
	check "journalctl takes the catalog$(sed 's/^/     /' "$work/said")" $?
fi

mkdir -p "$work/root/etc"
systemd-sysusers --root="$work/root" "$src/systemd/duban.sysusers" >"$work/said" 2>&1 &&
	grep -q '^duban:' "$work/root/etc/passwd"
check "sysusers makes the user duban" $?
systemd-tmpfiles --root="$work/root" --create "$src/systemd/duban.tmpfiles" >"$work/said" 2>&1 &&
	[ -d "$work/root/etc/duban" ]
check "tmpfiles makes /etc/duban" $?
exit $bad
