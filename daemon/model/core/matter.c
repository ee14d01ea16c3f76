#include "model/core/matter.h"

#include <errno.h>
#include <stdio.h>

#include "base/arena.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

static struct key *matter_key(struct key *k, uint32_t project, const char *kind, uint32_t num)
{
	return key_u32(key_text(key_u32(k, project), kind), num);
}

void matter_open(struct txn *t, uint32_t project, const char *kind, uint32_t num)
{
	txn_put(t, TABLE_matter, key_bytes(matter_key(KEY(), project, kind, num)), BYTES("", 0));
}

void matter_end(struct txn *t, uint32_t project, const char *kind, uint32_t num)
{
	txn_del(t, TABLE_matter, key_bytes(matter_key(KEY(), project, kind, num)));
}

bool matter_is_open(struct txn *t, uint32_t project, const char *kind, uint32_t num)
{
	return txn_has(t, TABLE_matter, key_bytes(matter_key(KEY(), project, kind, num)));
}

int matters_load(struct txn *t, struct arena *a, uint32_t project, struct matters *ret)
{
	struct scan s = scan_start(t, TABLE_matter, key_bytes(key_u32(KEY(), project)));

	*ret = (struct matters){};
	while (scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};
		struct matter *m = arena_grow(a, ret->matter, ret->n, sizeof *m);

		if (!m)
			return -ENOMEM;
		ret->matter = m;
		m += ret->n++;
		(void)key_read_u32(&k);
		m->kind = arena_str(a, key_read_text(&k));
		m->num = key_read_u32(&k);
		if (!m->kind)
			return -ENOMEM;
	}
	return txn_error(t);
}

bool matter_after(struct txn *t, struct matter_at *io)
{
	struct bytes from =
	    io->num ? key_bytes(matter_key(KEY(), io->project, io->kind, io->num)) : BYTES("", 0);
	struct scan s = scan_after(t, TABLE_matter, BYTES("", 0), from);
	struct key_reader k;

	if (!scan_next(&s))
		return false;
	k = (struct key_reader){.rest = s.key, .ok = true};
	io->project = key_read_u32(&k);
	(void)snprintf(io->kind, sizeof io->kind, "%s", key_read_text(&k));
	io->num = key_read_u32(&k);
	return true;
}

bool matter_next(struct txn *t, const char *kind, uint32_t *io)
{
	struct key *of = key_text(key_u32(KEY(), 0), kind);
	struct scan s =
	    scan_after(t, TABLE_matter, key_bytes(of), key_bytes(matter_key(KEY(), 0, kind, *io)));
	struct key_reader k;

	if (!scan_next(&s))
		return false;
	k = (struct key_reader){.rest = s.key, .ok = true};
	(void)key_read_u32(&k);
	(void)key_read_text(&k);
	*io = key_read_u32(&k);
	return true;
}
