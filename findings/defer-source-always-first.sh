#!/bin/bash
# A defer source of sd-event that stays enabled is dispatched before everything else of its priority, every time.
#
# sd_event_source_set_enabled(defer, SD_EVENT_ON) is the usual way to do long work slice by slice, in the belief
# that the loop serves its sources of one priority in turn: sources that are pending are ordered by priority, then by how long
# ago they became pending. A defer source became pending when it was made and stays so; each descriptor and
# timer becomes pending anew after each dispatch. So the defer source is always the oldest, and a pipe that is
# readable all the time is read only when the work is over. Setting it to ONESHOT again in its handler, which looks
# like going to the end of the queue, changes nothing.
#
# What users would lose: clients wait, and new ones are not let in, until the work of another is done; a service looks dead
# under one heavy client. An eventfd that is written again takes its turn.
#
# Seen with libsystemd 252.39 (Debian 12). sd_event_add_defer(3) says that such a source comes before the loop
# sleeps again; it does not say that it comes before whatever else is ready.
# Needs apt, dpkg-deb, gcc; nothing is installed on the system.
set -eu
version=252.39-1~deb12u2
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"

apt-get -qq download "libsystemd0=$version" "libsystemd-dev=$version"
for package in *.deb; do dpkg-deb -x "$package" root; done
lib=$(dirname "$(find root -name libsystemd.so.0)")

cat > turns.c <<'C'
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <systemd/sd-event.h>

enum { TURNS = 1000 };
static int work, served, oneshot, fd = -1;

static int on_work(sd_event_source *s, void *user)
{
	(void)user;
	if (++work + served == TURNS)
		return sd_event_exit(sd_event_source_get_event(s), 0);
	return oneshot ? sd_event_source_set_enabled(s, SD_EVENT_ONESHOT) : 0;
}

/* the same work, woken by an eventfd that is never read: it is always ready */
static int on_eventfd(sd_event_source *s, int f, uint32_t revents, void *user)
{
	(void)f, (void)revents;
	return on_work(s, user);
}

/* a client that always has a request */
static int on_client(sd_event_source *s, int f, uint32_t revents, void *user)
{
	(void)f, (void)revents, (void)user;
	if (++served + work == TURNS)
		return sd_event_exit(sd_event_source_get_event(s), 0);
	return 0;
}

int main(int argc, char **argv)
{
	sd_event *e = NULL;
	sd_event_source *s = NULL;
	int p[2];

	if (argc < 2 || sd_event_new(&e) < 0 || pipe(p) < 0 || write(p[1], "x", 1) != 1)
		return 1;
	oneshot = strcmp(argv[1], "oneshot") == 0;
	if (sd_event_add_io(e, NULL, p[0], EPOLLIN, on_client, NULL) < 0)
		return 1;
	if (strcmp(argv[1], "eventfd") == 0) {
		fd = eventfd(1, EFD_NONBLOCK);
		if (sd_event_add_io(e, NULL, fd, EPOLLIN, on_eventfd, NULL) < 0)
			return 1;
	} else if (sd_event_add_defer(e, &s, on_work, NULL) < 0 ||
		   sd_event_source_set_enabled(s, oneshot ? SD_EVENT_ONESHOT : SD_EVENT_ON) < 0) {
		return 1;
	}
	if (sd_event_loop(e) < 0)
		return 1;
	printf("work %d, client %d\n", work, served);
	return 0;
}
C
gcc -Iroot/usr/include turns.c -o turns -L"$lib" -l:libsystemd.so.0 -Wl,-rpath,"$PWD/$lib" -Wl,--unresolved-symbols=ignore-in-shared-libs

on=$(./turns on) again=$(./turns oneshot) eventfd=$(./turns eventfd)
printf 'libsystemd %s, 1000 dispatches, the client has a request all the time\n' "$version"
printf 'defer source, on:             %s\ndefer source, oneshot again:  %s\neventfd:                      %s\n' \
	"$on" "$again" "$eventfd"
[ "${on##* }" -le 1 ]
[ "${again##* }" -le 1 ]
[ "${eventfd##* }" -ge 400 ]
echo "as described"
