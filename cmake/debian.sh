# Sourced by quickstart and tests/run: the Debian 12 packages that are needed, and their
# installation.

packages_build="gcc libc6-dev cmake ninja-build pkg-config libzmq3-dev liblmdb-dev libprotobuf-c-dev libsodium-dev
	protobuf-c-compiler libsystemd-dev libssl-dev libinih-dev libcsv-dev libunistring-dev libxlsxwriter-dev
	libzip-dev libexpat1-dev libcurl4-openssl-dev libidn2-dev libmicrohttpd-dev tzdata"
# what the programs are linked with, and the time zones
packages_run="libcsv3 libcurl4 libexpat1 libidn2-0 libinih1 liblmdb0 libmicrohttpd12 libprotobuf-c1 libsodium23 libssl3
	libsystemd0 libunistring2 libxlsxwriter4 libzip4 libzmq5 tzdata"
packages_test="g++ libcmocka-dev lld python3 python3-zmq python3-protobuf openssl protobuf-compiler clang-format-14
	universal-ctags systemd systemd-container mmdebstrap locales-all kannel"

# need_packages PACKAGE...: installs missing packages. Fails with a message if we are not root.
need_packages() {
	local missing=() p log code
	for p; do
		dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'install ok installed' || missing+=("$p")
	done
	[ ${#missing[@]} -eq 0 ] && return 0
	if [ "$(id -u)" -ne 0 ]; then
		printf 'Missing packages, and only root may install them. As root:\n  apt-get install %s\n' \
			"${missing[*]}" >&2
		return 1
	fi
	printf 'Installing %s packages: %s\n' "${#missing[@]}" "${missing[*]}"
	log=$(mktemp)
	{
		apt-get -o DPkg::Lock::Timeout=600 update &&
			DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 \
				-y --no-install-recommends install "${missing[@]}"
	} </dev/null >"$log" 2>&1
	code=$?
	[ $code -eq 0 ] || cat "$log" >&2
	rm -f "$log"
	return $code
}
