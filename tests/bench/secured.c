/* Sends commands to a running duband over TCP with CURVE, by libzmq, as clients do:
 *     secured KEYS PROJECTS CLIENTS WINDOW SECONDS VERB [WARM-UP]
 * KEYS: "FILE[,FILE...]", connection files of `dubanctl principal add`, given to the clients in
 * turn. VERB: see request.h. */
#include <stddef.h>

#include <zmq.h>

#include "bench/request.h"

#define WINDOW_MAX 128
#define KEYS_MAX 64
#define VALUE_MAX 256

struct key {
	char server[VALUE_MAX], public[VALUE_MAX], secret[VALUE_MAX], commands[VALUE_MAX];
};

struct client {
	void *socket;
	/* Send times, as a ring: replies come in the order of the requests. */
	uint64_t sent[WINDOW_MAX];
	unsigned head, tail;
};

struct load {
	struct request_maker maker;
	struct key key[KEYS_MAX];
	unsigned keys, clients, window;
	double seconds, warm_up;
	struct client client[REQUEST_CLIENTS];
	struct samples latency;
	uint64_t replies, refused, begun;
};

static void read_key(struct key *k, const char *path)
{
	static const struct {
		const char *name;
		size_t offset;
	} places[] = {{"server_key", offsetof(struct key, server)},
		      {"public_key", offsetof(struct key, public)},
		      {"secret_key", offsetof(struct key, secret)},
		      {"commands", offsetof(struct key, commands)}};
	FILE *f = fopen(path, "r");
	char line[512], name[64], value[VALUE_MAX];

	if (!f)
		DIE("%s: %s", path, strerror(errno));
	while (fgets(line, sizeof line, f)) {
		if (sscanf(line, " %63[a-z_] = %255s", name, value) != 2)
			continue;
		for (size_t i = 0; i < sizeof places / sizeof *places; i++)
			if (!strcmp(name, places[i].name))
				memcpy((char *)k + places[i].offset, value, VALUE_MAX);
	}
	fclose(f);
}

static void open_client(struct load *l, void *context, unsigned i)
{
	const struct key *k = &l->key[i % l->keys];
	void *s = zmq_socket(context, ZMQ_DEALER);
	int zero = 0;

	zmq_setsockopt(s, ZMQ_LINGER, &zero, sizeof zero);
	zmq_setsockopt(s, ZMQ_CURVE_SERVERKEY, k->server, strlen(k->server));
	zmq_setsockopt(s, ZMQ_CURVE_PUBLICKEY, k->public, strlen(k->public));
	zmq_setsockopt(s, ZMQ_CURVE_SECRETKEY, k->secret, strlen(k->secret));
	if (zmq_connect(s, k->commands) != 0)
		DIE("%s: %s", k->commands, zmq_strerror(zmq_errno()));
	l->client[i].socket = s;
}

static void ask(struct load *l, unsigned i)
{
	struct client *c = &l->client[i];
	unsigned char buf[512];
	size_t n = request_make(&l->maker, i, buf);

	c->sent[c->tail++ % WINDOW_MAX] = bench_ns();
	if (zmq_send(c->socket, buf, n, 0) < 0)
		DIE("send: %s", zmq_strerror(zmq_errno()));
}

/* A Reply starts with version and request id; the status (field 3) follows only if it is not
 * STATUS_OK. */
static void hear(struct load *l, unsigned i)
{
	static unsigned char reply[300000];
	struct client *c = &l->client[i];
	int n;

	while ((n = zmq_recv(c->socket, reply, sizeof reply, ZMQ_DONTWAIT)) >= 0) {
		l->replies += l->begun != 0;
		l->refused += l->begun && n > 20 && reply[20] == 0x18;
		if (l->begun)
			samples_add(&l->latency, bench_ns() - c->sent[c->head % WINDOW_MAX]);
		c->head++;
		ask(l, i);
	}
}

static void run(struct load *l)
{
	zmq_pollitem_t item[REQUEST_CLIENTS];
	uint64_t t0 = bench_ns();

	for (unsigned i = 0; i < l->clients; i++) {
		item[i] = (zmq_pollitem_t){.socket = l->client[i].socket, .events = ZMQ_POLLIN};
		for (unsigned w = 0; w < l->window; w++)
			ask(l, i);
	}
	for (;;) {
		if (zmq_poll(item, (int)l->clients, 60000) <= 0)
			DIE("no reply for 60 s");
		if (!l->begun && bench_since(t0) > l->warm_up)
			l->begun = bench_ns();
		if (l->begun && bench_since(l->begun) > l->seconds)
			return;
		for (unsigned i = 0; i < l->clients; i++)
			if (item[i].revents)
				hear(l, i);
	}
}

static void tell(struct load *l, const char *verb)
{
	double elapsed = bench_since(l->begun);

	emit(verb, "rate", (double)l->replies / elapsed, "cmd/s");
	emit(verb, "count", (double)l->replies, "cmd");
	emit(verb, "refused", (double)l->refused, "cmd");
	emit_percentiles(verb, &l->latency);
}

int main(int argc, char **argv)
{
	static struct load l = {.warm_up = 0.3};
	enum request_verb verb = argc > 6 ? request_verb_of(argv[6]) : REQUEST_VERBS;
	void *context = zmq_ctx_new();

	if (verb == REQUEST_VERBS || argc > 8)
		DIE("usage: %s KEYS PROJECTS CLIENTS WINDOW SECONDS VERB [WARM-UP]", argv[0]);
	for (char *path = argv[1], *end; path && l.keys < KEYS_MAX; path = end ? end + 1 : NULL) {
		end = strchr(path, ',');
		if (end)
			*end = 0;
		read_key(&l.key[l.keys++], path);
	}
	l.clients = (unsigned)strtoul(argv[3], NULL, 10);
	l.window = (unsigned)strtoul(argv[4], NULL, 10);
	l.seconds = strtod(argv[5], NULL);
	if (argc > 7)
		l.warm_up = strtod(argv[7], NULL);
	if (l.clients < 1 || l.clients > REQUEST_CLIENTS || l.window < 1 || l.window > WINDOW_MAX)
		DIE("1 to %d clients, 1 to %d requests of each", REQUEST_CLIENTS, WINDOW_MAX);
	samples_init(&l.latency, 1 << 23);
	request_maker_init(&l.maker, verb, strtoull(argv[2], NULL, 10));
	for (unsigned i = 0; i < l.clients; i++)
		open_client(&l, context, i);
	run(&l);
	tell(&l, argv[6]);
	return 0; /* without an orderly end: others may not answer any more */
}
