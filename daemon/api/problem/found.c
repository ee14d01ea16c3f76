#include "api/problem/found.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "api/core/api.h"
#include "api/core/request.h"
#include "api/supervision/supervision.h"
#include "model/core/record.h"
#include "model/project/project.h"
#include "proto/limits.h"
#include "store/db/key.h"
#include "store/db/txn.h"

static const char word[] = "supervision ";

bool found_named(const char *source)
{
	return strncmp(source, word, sizeof word - 1) == 0;
}

static int find_finding(struct request *rq, const char *source, const char *no,
			struct problem_found *ret)
{
	char *end;
	unsigned long n = strtoul(no, &end, 10);
	struct key *k = key_u32(key_text(KEY(), ret->supervision->id), (uint32_t)n);

	ret->no = (uint32_t)n;
	if (*no && !*end && n <= UINT32_MAX)
		ret->was = record_get(rq->txn, TABLE_finding, key_bytes(k),
				      &duban__finding__descriptor, rq->arena);
	if (ret->was)
		return 0;
	return txn_error(rq->txn) ? txn_error(rq->txn)
				  : request_refuse(rq, STATUS_NOT_FOUND,
						   "supervision.unknown_finding", source, NULL);
}

static int check_finding(struct request *rq, const char *source, const Duban__Project *of,
			 const Duban__Finding *f)
{
	const Duban__Project *p = project_get(rq->txn, rq->arena, f->project);

	if (f->order || f->problem)
		return request_refuse(rq, STATUS_CONFLICT, "supervision.finding_taken", source,
				      NULL);
	if (p && (!of || of->num != p->num))
		return request_refuse(rq, STATUS_INVALID, "supervision.finding_project", source,
				      p->code, NULL);
	return txn_error(rq->txn);
}

int found_read(struct request *rq, const char *source, const Duban__Project *of,
	       struct problem_found *ret)
{
	char *id = arena_str(rq->arena, source + sizeof word - 1);
	Duban__Supervision *v;
	char *no;
	int r = id ? 0 : -ENOMEM;

	*ret = (struct problem_found){.no = 0};
	if (r)
		return r;
	no = strchr(id, '/');
	if (no)
		*no++ = '\0';
	r = supervision_find(rq, id, &v);
	if (r)
		return r;
	ret->supervision = v;
	if (!no)
		return finding_next(rq, v->id, &ret->no);
	r = find_finding(rq, source, no, ret);
	return r ? r : check_finding(rq, source, of, ret->was);
}

int found_draft(struct request *rq, const struct problem_found *f, const Duban__ProblemCase *p,
		const Duban__Project *of)
{
	Duban__Finding now = DUBAN__FINDING__INIT;

	if (!f->supervision || !((1u << rq->caller->role) & ROLES_RULING))
		return 0;
	if (f->was)
		now = *f->was;
	now.supervision = f->supervision->id;
	now.no = f->no;
	now.problem = p->num;
	now.project = p->project;
	if (!f->was)
		now.text = *p->text && strlen(p->text) <= REASON_MAX ? p->text : p->title;
	return finding_draft(rq, &now, f->was, of);
}
