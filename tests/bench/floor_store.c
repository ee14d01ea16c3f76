#include "bench/floor_store.h"

#include <endian.h>
#include <sys/stat.h>

#include "bench/bench.h"

#define DUE_FIRST 2000000000u
#define DUE_SPREAD (86400u * 30)

struct project {
	uint64_t id;
	char body[192];
};

struct hot {
	uint64_t reported_at, next_due, due_entry, last_seq;
	uint32_t percent, status;
};

struct client {
	uint64_t last, before; /* highest number, bitmap of the 64 before it */
};

struct due {
	uint64_t at, id;
};

void floor_check(int rc, const char *what)
{
	if (rc)
		DIE("%s: %s", what, mdb_strerror(rc));
}

void floor_open(struct floor_store *s, const char *dir)
{
	MDB_txn *t;
	unsigned flags = MDB_CREATE | MDB_INTEGERKEY;

	mkdir(dir, 0755);
	floor_check(mdb_env_create(&s->env), "create");
	floor_check(mdb_env_set_maxdbs(s->env, 8), "maxdbs");
	floor_check(mdb_env_set_mapsize(s->env, (size_t)32 << 30), "mapsize");
	floor_check(mdb_env_open(s->env, dir, MDB_NORDAHEAD, 0644), dir);
	floor_check(mdb_txn_begin(s->env, NULL, 0, &t), "begin");
	floor_check(mdb_dbi_open(t, "project", flags, &s->project), "open");
	floor_check(mdb_dbi_open(t, "hot", flags, &s->hot), "open");
	floor_check(mdb_dbi_open(t, "client", flags, &s->client), "open");
	floor_check(mdb_dbi_open(t, "event", flags, &s->event), "open");
	floor_check(mdb_dbi_open(t, "due", MDB_CREATE, &s->due), "open");
	floor_check(mdb_txn_commit(t), "commit");
}

static void put(MDB_txn *t, MDB_dbi dbi, uint64_t key, MDB_val v, unsigned flags)
{
	MDB_val k = {sizeof key, &key};

	floor_check(mdb_put(t, dbi, &k, &v, flags), "put");
}

static int by_due(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct due)); /* big-endian */
}

void floor_fill(struct floor_store *s, uint64_t projects)
{
	struct due *d = malloc(projects * sizeof *d);
	struct project p;
	uint64_t random = 42;
	MDB_txn *t;

	if (!d)
		DIE("out of memory");
	memset(&p, 'x', sizeof p);
	floor_check(mdb_txn_begin(s->env, NULL, 0, &t), "begin");
	for (uint64_t i = 0; i < projects; i++) {
		uint64_t at = DUE_FIRST + bench_random(&random) % DUE_SPREAD;
		struct hot h = {.next_due = at, .due_entry = at};

		p.id = i;
		d[i] = (struct due){htobe64(at), htobe64(i)};
		put(t, s->project, i, (MDB_val){sizeof p, &p}, MDB_APPEND);
		put(t, s->hot, i, (MDB_val){sizeof h, &h}, MDB_APPEND);
	}
	qsort(d, projects, sizeof *d, by_due);
	for (uint64_t i = 0; i < projects; i++) {
		MDB_val k = {sizeof d[i], &d[i]}, v = {0, NULL};

		floor_check(mdb_put(t, s->due, &k, &v, MDB_APPEND), "put");
	}
	floor_check(mdb_txn_commit(t), "commit");
	free(d);
}

static void mark(struct floor_store *s, MDB_txn *t, const struct floor_command *c)
{
	uint64_t id = c->client, step;
	MDB_val k = {sizeof id, &id}, v;
	struct client w = {0};

	if (!mdb_get(t, s->client, &k, &v))
		memcpy(&w, v.mv_data, sizeof w);
	if (c->number <= w.last)
		DIE("a repeated request");
	step = c->number - w.last;
	w.before = step < 64 ? w.before << step | 1ull << (step - 1) : 0;
	w.last = c->number;
	put(t, s->client, id, (MDB_val){sizeof w, &w}, 0);
}

static void move(struct floor_store *s, MDB_txn *t, const struct floor_command *c)
{
	uint64_t id = c->project;
	MDB_val k = {sizeof id, &id}, v;
	struct hot h;

	floor_check(mdb_get(t, s->hot, &k, &v), "hot");
	memcpy(&h, v.mv_data, sizeof h);
	if (c->next_due < h.due_entry)
		DIE("the load only moves dates later");
	h.reported_at = c->now;
	h.next_due = c->next_due;
	h.last_seq = s->seq;
	put(t, s->hot, id, (MDB_val){sizeof h, &h}, 0);
}

void floor_apply(struct floor_store *s, MDB_txn *t, const struct floor_command *c,
		 struct floor_event *ret)
{
	s->seq++;
	mark(s, t, c);
	move(s, t, c);
	*ret = (struct floor_event){
	    .seq = s->seq, .project = c->project, .at = c->now, .kind = 1, .percent = 50};
	strncpy(ret->body, c->note, sizeof ret->body - 1);
	put(t, s->event, ret->seq, (MDB_val){sizeof *ret, ret}, MDB_APPEND);
}
