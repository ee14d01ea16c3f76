/* The floor that duband is held against: the whole path put together as plainly as possible, in
 * one thread, with nothing in it that a coordination daemon is for.
 *     ROUTER -> drain a group -> unpack -> fold into one open LMDB transaction
 *            -> one fdatasync of a zero-written journal -> reply -> XPUB
 * The transaction is committed (synced) every 16,384 commands. Load and one subscriber are
 * processes of their own.
 *     floor DIR PROJECTS CLIENTS WINDOW SECONDS */
#include <endian.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <zmq.h>

#include "bench/floor_store.h"
#include "bench/zmtp.h"
#include "floor.pb-c.h"

#define GROUP_MAX 1024
#define CHECKPOINT 16384
#define JOURNAL_BYTES ((off_t)256 << 20)
#define ENDPOINT_MAX 128

static volatile sig_atomic_t stop;

/* A bump allocator for protobuf-c: a group's requests are freed at once. */
struct bump {
	char *base;
	size_t used, size;
	ProtobufCAllocator pb;
};

struct entry {
	unsigned char request_id[16];
	uint64_t next_due;
	struct floor_event event;
};

struct server {
	void *context, *router, *feed;
	struct floor_store store;
	MDB_txn *txn;
	int journal;
	off_t at;
	struct bump bump;
	zmq_msg_t id[GROUP_MAX], message[GROUP_MAX];
	Floor__Report *request[GROUP_MAX];
	struct entry entry[GROUP_MAX];
	uint64_t since, groups, commands;
	double checkpoint_max;
};

struct result {
	double group, checkpoint_max, rss, anon;
};

static void on_term(int sig)
{
	(void)sig;
	stop = 1;
}

static void *bump_alloc(void *arg, size_t n)
{
	struct bump *b = arg;
	size_t at = (b->used + 15) & ~(size_t)15;

	if (at + n > b->size)
		return NULL;
	b->used = at + n;
	return b->base + at;
}

static void bump_free(void *arg, void *p)
{
	(void)arg;
	(void)p;
}

static void begin(struct server *s)
{
	floor_check(mdb_txn_begin(s->store.env, NULL, 0, &s->txn), "begin");
}

static void open_journal(struct server *s, const char *dir)
{
	static char zero[1 << 20];
	char path[512];

	snprintf(path, sizeof path, "%s/journal", dir);
	s->journal = open(path, O_RDWR | O_CREAT | O_TRUNC, 0644);
	for (off_t i = 0; i < JOURNAL_BYTES; i += (off_t)sizeof zero)
		if (write(s->journal, zero, sizeof zero) != (ssize_t)sizeof zero)
			DIE("journal: %s", strerror(errno));
	if (fsync(s->journal))
		DIE("journal: %s", strerror(errno));
}

static void *bind_socket(struct server *s, int type, char endpoint[ENDPOINT_MAX])
{
	void *z = zmq_socket(s->context, type);
	int zero = 0;
	size_t size = ENDPOINT_MAX;

	zmq_setsockopt(z, ZMQ_LINGER, &zero, sizeof zero);
	if (type == ZMQ_ROUTER) {
		zmq_setsockopt(z, ZMQ_SNDHWM, &zero, sizeof zero);
		zmq_setsockopt(z, ZMQ_RCVHWM, &zero, sizeof zero);
	}
	if (zmq_bind(z, "tcp://127.0.0.1:*"))
		DIE("bind: %s", zmq_strerror(errno));
	zmq_getsockopt(z, ZMQ_LAST_ENDPOINT, endpoint, &size);
	return z;
}

/* Drains what waits, up to a group, and folds it. */
static int take_group(struct server *s)
{
	int n = 0;

	s->bump.used = 0;
	while (n < GROUP_MAX && zmq_msg_recv(&s->id[n], s->router, ZMQ_DONTWAIT) >= 0) {
		Floor__Report *q;
		struct floor_command c = {0};
		uint64_t id[2];

		zmq_msg_recv(&s->message[n], s->router, 0);
		q = floor__report__unpack(&s->bump.pb, zmq_msg_size(&s->message[n]),
					  zmq_msg_data(&s->message[n]));
		if (!q || q->request_id.len != sizeof id)
			DIE("not a request of the load");
		memcpy(id, q->request_id.data, sizeof id);
		c.client = be64toh(id[0]);
		c.number = be64toh(id[1]);
		c.project = q->project;
		c.now = q->reported_at;
		c.next_due = q->next_due;
		c.note = q->note;
		floor_apply(&s->store, s->txn, &c, &s->entry[n].event);
		memcpy(s->entry[n].request_id, q->request_id.data, 16);
		s->entry[n].next_due = c.next_due;
		s->request[n++] = q;
	}
	return n;
}

static void write_group(struct server *s, int n)
{
	size_t size = (size_t)n * sizeof *s->entry;

	if (s->at + (off_t)size > JOURNAL_BYTES)
		s->at = 0;
	if (pwrite(s->journal, s->entry, size, s->at) != (ssize_t)size || fdatasync(s->journal))
		DIE("journal: %s", strerror(errno));
	s->at += (off_t)size;
}

static void answer_group(struct server *s, int n)
{
	for (int i = 0; i < n; i++) {
		Floor__Reply reply = FLOOR__REPLY__INIT;
		Floor__Event event = FLOOR__EVENT__INIT;
		unsigned char buf[600];

		reply.request_id = s->request[i]->request_id;
		reply.seq = s->entry[i].event.seq;
		zmq_msg_send(&s->id[i], s->router, ZMQ_SNDMORE);
		zmq_send(s->router, buf, floor__reply__pack(&reply, buf), 0);
		event.seq = reply.seq;
		event.at = s->entry[i].event.at;
		event.report = s->request[i];
		zmq_send(s->feed, buf, floor__event__pack(&event, buf), 0);
	}
}

static void checkpoint(struct server *s)
{
	uint64_t t = bench_ns();
	double d;

	floor_check(mdb_txn_commit(s->txn), "commit");
	begin(s);
	d = bench_since(t);
	if (d > s->checkpoint_max)
		s->checkpoint_max = d;
	s->since = 0;
}

static void serve_loop(struct server *s)
{
	while (!stop) {
		zmq_pollitem_t it[2] = {{s->router, 0, ZMQ_POLLIN, 0}, {s->feed, 0, ZMQ_POLLIN, 0}};
		char b[64];
		int n;

		if (zmq_poll(it, 2, 200) <= 0)
			continue;
		while (it[1].revents && zmq_recv(s->feed, b, sizeof b, ZMQ_DONTWAIT) >= 0)
			;
		n = take_group(s);
		if (!n)
			continue;
		write_group(s, n);
		answer_group(s, n);
		s->groups++;
		s->commands += (uint64_t)n;
		s->since += (uint64_t)n;
		if (s->since >= CHECKPOINT)
			checkpoint(s);
	}
}

static void serve(const char *dir, uint64_t projects, int out)
{
	static struct server s;
	char endpoint[2][ENDPOINT_MAX] = {{0}};
	struct result r;

	signal(SIGTERM, on_term);
	s.context = zmq_ctx_new();
	s.router = bind_socket(&s, ZMQ_ROUTER, endpoint[0]);
	s.feed = bind_socket(&s, ZMQ_XPUB, endpoint[1]);
	s.bump = (struct bump){.base = malloc(4 << 20), .size = 4 << 20};
	s.bump.pb = (ProtobufCAllocator){bump_alloc, bump_free, &s.bump};
	for (int i = 0; i < GROUP_MAX; i++) {
		zmq_msg_init(&s.id[i]);
		zmq_msg_init(&s.message[i]);
	}
	floor_open(&s.store, dir);
	floor_fill(&s.store, projects);
	begin(&s);
	open_journal(&s, dir);
	if (write(out, endpoint, sizeof endpoint) != sizeof endpoint)
		DIE("pipe");
	serve_loop(&s);
	r = (struct result){.group = (double)s.commands / (double)(s.groups ? s.groups : 1),
			    .checkpoint_max = s.checkpoint_max,
			    .rss = (double)bench_status("VmRSS") / 1024,
			    .anon = (double)bench_status("RssAnon") / 1024};
	if (write(out, &r, sizeof r) != sizeof r)
		DIE("pipe");
	_exit(0);
}

static void subscribe(const char *endpoint)
{
	static unsigned char b[1 << 20];
	int fd = zmtp_connect(endpoint, "SUB");

	if (write(fd, "\0\1\1", 3) != 3)
		DIE("subscribe");
	while (read(fd, b, sizeof b) > 0)
		usleep(2000);
	_exit(0);
}

/* The load: project at random, a client's requests numbered from 1. */
struct maker {
	uint64_t random, projects;
	uint64_t counter[1024];
};

static size_t make(void *user, unsigned client, unsigned char *buf)
{
	struct maker *m = user;
	Floor__Report r = FLOOR__REPORT__INIT;
	uint64_t number = ++m->counter[client];
	uint64_t id[2] = {htobe64((uint64_t)client + 1), htobe64(number)};

	r.request_id = (ProtobufCBinaryData){sizeof id, (uint8_t *)id};
	r.project = bench_random(&m->random) % m->projects;
	r.reported_at = 2000000000;
	r.next_due = 2000000000 + 86400 * 30 + number / 64;
	r.percent = (uint32_t)(m->random % 100);
	r.county = (char *)"xihu";
	r.reporter = (char *)"xihu-person";
	r.note = (char *)"Foundation works for building 3 finished; the steel frame begins on "
			 "Monday; two inspections passed; no change to the budget.";
	return floor__report__pack(&r, buf);
}

static void report(struct zmtp_load *l, const struct result *r)
{
	char name[64];

	snprintf(name, sizeof name, "floor-%uc-w%u", l->clients, l->window);
	emit(name, "rate", (double)l->replies / l->elapsed, "cmd/s");
	emit(name, "group", r->group, "cmd");
	emit(name, "checkpoint", r->checkpoint_max * 1e3, "ms");
	emit(name, "silence", l->silence * 1e3, "ms");
	emit(name, "rss", r->rss, "MiB");
	emit(name, "anon", r->anon, "MiB");
	emit_percentiles(name, &l->latency);
}

int main(int argc, char **argv)
{
	static struct maker maker;
	struct zmtp_load l = {.make = make, .user = &maker};
	char endpoint[2][ENDPOINT_MAX];
	struct result r;
	pid_t server, subscriber;
	int p[2];

	if (argc != 6)
		DIE("usage: %s DIR PROJECTS CLIENTS WINDOW SECONDS", argv[0]);
	maker = (struct maker){.random = bench_ns(), .projects = strtoull(argv[2], NULL, 10)};
	if (pipe(p) || (server = fork()) < 0)
		DIE("fork");
	if (!server)
		serve(argv[1], maker.projects, p[1]);
	if (read(p[0], endpoint, sizeof endpoint) != sizeof endpoint)
		DIE("the server did not start");
	if ((subscriber = fork()) < 0)
		DIE("fork");
	if (!subscriber)
		subscribe(endpoint[1]);
	l.endpoint = endpoint[0];
	l.clients = (unsigned)strtoul(argv[3], NULL, 10);
	l.window = (unsigned)strtoul(argv[4], NULL, 10);
	l.warm_up = ZMTP_WARM_UP;
	l.seconds = strtod(argv[5], NULL);
	zmtp_run(&l);
	kill(server, SIGTERM);
	if (read(p[0], &r, sizeof r) != sizeof r)
		DIE("the server died");
	waitpid(server, NULL, 0);
	waitpid(subscriber, NULL, 0);
	report(&l, &r);
	return 0;
}
