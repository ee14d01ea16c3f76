#!/bin/bash
# A real systemd in a container runs the installed units: socket activation, a request over TCP
# through the socket, kill -9, a hang; each time READY again with the state kept. Needs root,
# systemd-nspawn and mmdebstrap; skipped only where these cannot run. The root file system is kept in
# /var/tmp/duban-e2e-boot (DUBAN_BOOT_CACHE) for the next run.
# needs: release
# timeout: 900
# alone
set -u
here=$(cd "$(dirname "$0")" && pwd)
build=${DUBAN_BUILD:?the folder with duband and dubanctl}
cache=${DUBAN_BOOT_CACHE:-/var/tmp/duban-e2e-boot}
name=duban-boot-$$
# shellcheck source=/dev/null
. "$here/../../cmake/debian.sh"
packages=systemd,systemd-sysv,dbus,$(echo $packages_run | tr ' ' ,)

skip() {
	echo "SKIP: $1"
	exit 77
}
[ "$(id -u)" = 0 ] || skip "needs root"
for tool in systemd-nspawn mmdebstrap unshare; do
	command -v $tool >/dev/null || skip "no $tool here"
done
unshare --mount --propagation private true 2>/dev/null || skip "no mount namespaces here"
unshare --user true 2>/dev/null || skip "no user namespaces here"

mkdir -p "$cache" || exit 1
exec 9>"$cache/lock"
flock 9 # only one process builds it
if [ "$(cat "$cache/made" 2>/dev/null)" != "$packages" ]; then
	rm -rf "$cache/rootfs" "$cache/made"
	mmdebstrap -q --variant=minbase --include=$packages bookworm "$cache/rootfs" ||
		skip "mmdebstrap cannot make a root file system here (no mirror?)"
	echo $packages >"$cache/made"
fi
flock -u 9

work=$(mktemp -d /var/tmp/$name.XXXXXX) || exit 1
[ -n "${KEEP:-}" ] || trap 'rm -rf "$work"' EXIT
mkdir "$work/out" "$work/test"
DESTDIR=$work/stage cmake --install "$build" --prefix /usr >"$work/install" 2>&1 ||
	{ cat "$work/install"; exit 1; }
cp "$here"/boot/inside.sh "$work/test/"
units=()
for unit in "$here"/boot/*.service "$here"/boot/*.target; do
	units+=(--bind-ro="$unit:/etc/systemd/system/$(basename "$unit")")
done

# A mount namespace with only cgroup2 at /sys/fs/cgroup, and a cgroup of its own in it: the
# guest then runs the unified hierarchy as a stock Debian does. --system-call-filter=bpf: without
# it IPAddressDeny= is silently not applied.
timeout -k 5 300 unshare --mount --propagation private bash -c '
	cg=/sys/fs/cgroup
	umount -R $cg
	mount -t cgroup2 none $cg && mkdir $cg/$0 && echo $$ >$cg/$0/cgroup.procs || exit 200
	exec "$@"' "$name" \
	systemd-nspawn -q --directory="$cache/rootfs" --volatile=overlay --register=no --keep-unit \
	--machine="$name" --private-network --system-call-filter=bpf --console=pipe \
	--link-journal=no --overlay-ro="+/usr:$work/stage/usr:/usr" --bind="$work/out:/out" \
	--bind-ro="$work/test:/test" "${units[@]}" \
	--boot systemd.unit=boot-test.target systemd.show_status=no \
	>"$work/console" 2>&1 </dev/null
rc=$?
for group in /sys/fs/cgroup/unified/$name /sys/fs/cgroup/$name; do
	[ -d "$group" ] && find "$group" -depth -type d -exec rmdir {} + 2>/dev/null
done
if [ ! -e "$work/out/rc" ]; then
	cat "$work/console" "$work/out/log" 2>/dev/null
	[ $rc = 200 ] && skip "no cgroup2 here"
	[ -e "$work/out/log" ] || skip "systemd-nspawn cannot boot here ($rc)"
	echo "FAIL the test inside did not end ($rc)"
	exit 1
fi
cat "$work/out/log"
exit "$(cat "$work/out/rc")"
