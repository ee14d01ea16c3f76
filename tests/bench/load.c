/* Sends commands to a running duband over its admin socket (the same ROUTER code as the TCP socket,
 * without CURVE):
 *     load ENDPOINT PROJECTS CLIENTS WINDOW SECONDS report|move|show|list [WARM-UP] */
#include "bench/request.h"
#include "bench/zmtp.h"

int main(int argc, char **argv)
{
	static struct request_maker maker;
	struct zmtp_load l = {.make = request_make, .user = &maker};
	enum request_verb verb = argc > 6 ? request_verb_of(argv[6]) : REQUEST_VERBS;
	char name[64];

	if (verb == REQUEST_VERBS || argc > 8 || strtoul(argv[3], NULL, 10) > REQUEST_CLIENTS)
		DIE("usage: %s ENDPOINT PROJECTS CLIENTS WINDOW SECONDS report|move|show|list "
		    "[WARM-UP]",
		    argv[0]);
	l.endpoint = argv[1];
	l.clients = (unsigned)strtoul(argv[3], NULL, 10);
	l.window = (unsigned)strtoul(argv[4], NULL, 10);
	l.seconds = strtod(argv[5], NULL);
	l.warm_up = argc > 7 ? strtod(argv[7], NULL) : ZMTP_WARM_UP;
	request_maker_init(&maker, verb, strtoull(argv[2], NULL, 10));
	zmtp_run(&l);
	snprintf(name, sizeof name, "%s-%uc-w%u", argv[6], l.clients, l.window);
	emit(name, "rate", (double)l.replies / l.elapsed, "cmd/s");
	emit(name, "count", (double)l.replies, "cmd");
	emit(name, "served", (double)(l.warmed + l.replies), "cmd"); /* including the warm-up's */
	emit(name, "refused", (double)l.refused, "cmd");
	emit(name, "silence", l.silence * 1e3, "ms");
	emit_percentiles(name, &l.latency);
	return 0;
}
