#include "client/cli/workbook/xlsx/parts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "client/cli/workbook/limits.h"
#include "client/cli/workbook/xlsx/archive.h"
#include "client/cli/workbook/xlsx/xml.h"
#include "proto/status.h"
#include "text/words.h"

struct parts_reading {
	const char *source;
	struct xlsx_parts *p;
};

/* The path of a target: from the root, or beside its source. False: it leads out of the file or is
 * too long. */
static bool resolve(const char *source, const char *target, char buf[PART_ROOM])
{
	const char *slash = *target == '/' ? NULL : strrchr(source, '/');
	size_t n = slash ? (size_t)(slash - source) : 0;
	if (n + 1 + strlen(target) >= PART_ROOM)
		return false;
	memcpy(buf, source, n);
	for (const char *s = target; *s;) {
		size_t step = strcspn(s, "/");
		if (step == 2 && s[0] == '.' && s[1] == '.') {
			if (n == 0)
				return false;
			while (n > 0 && buf[--n] != '/')
				;
		} else if (step > 0 && !(step == 1 && *s == '.')) {
			if (n > 0)
				buf[n++] = '/';
			memcpy(buf + n, s, step);
			n += step;
		}
		s += step + (s[step] == '/');
	}
	buf[n] = '\0';
	return n > 0;
}

static int add(struct xlsx_parts *p, const char *id, const char *type, const char *name)
{
	struct xlsx_part *more = reallocarray(p->part, p->n + 1, sizeof *more);
	if (!more)
		return -ENOMEM;
	p->part = more;
	struct xlsx_part *one = &p->part[p->n++];
	*one = (struct xlsx_part){strdup(id), strdup(type), strdup(name)};
	return one->id && one->type && one->name ? 0 : -ENOMEM;
}

static int on_relation(struct xml *x, const char *name)
{
	struct parts_reading *r = x->user;
	char path[PART_ROOM];
	const char *id = xml_attribute(x, "Id"), *type = xml_attribute(x, "Type");
	const char *target = xml_attribute(x, "Target"), *mode = xml_attribute(x, "TargetMode");
	if (strcmp(name, "Relationship") != 0 || (mode && strcmp(mode, "External") == 0))
		return 0;
	if (!id || !type || !target || r->p->n >= WORKBOOK_ENTRIES_MAX)
		return archive_refuse(x->archive, "sheet.book_damaged");
	const char *slash = strrchr(type, '/');
	/* A target that leads nowhere is left out: it matters only if it is needed. */
	return resolve(r->source, target, path) ? add(r->p, id, slash ? slash + 1 : type, path) : 0;
}

int parts_read(struct archive *a, const char *source, struct xlsx_parts *ret)
{
	char rels[PART_ROOM];
	struct parts_reading r = {source, ret};
	const char *slash = strrchr(source, '/');
	const char *file = slash ? slash + 1 : source;
	int n =
	    snprintf(rels, sizeof rels, "%.*s_rels/%s.rels", (int)(file - source), source, file);
	if (n < 0 || (size_t)n >= sizeof rels)
		return archive_refuse(a, "sheet.book_damaged");
	return xml_read(a, rels, &(struct xml_reader){XML_PACKAGE, on_relation, NULL, &r});
}

const struct xlsx_part *parts_by_id(const struct xlsx_parts *p, const char *id)
{
	for (size_t i = 0; i < p->n; i++)
		if (strcmp(p->part[i].id, id) == 0)
			return &p->part[i];
	return NULL;
}

const struct xlsx_part *parts_by_type(const struct xlsx_parts *p, const char *type)
{
	for (size_t i = 0; i < p->n; i++)
		if (strcmp(p->part[i].type, type) == 0)
			return &p->part[i];
	return NULL;
}

void parts_done(struct xlsx_parts *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free(p->part[i].id);
		free(p->part[i].type);
		free(p->part[i].name);
	}
	free(p->part);
	*p = (struct xlsx_parts){};
}

/* ---- content types */

struct asked {
	const char *name;
	char *buf;
	bool exact; /* said of the part itself, not of its ending */
};

static int on_type(struct xml *x, const char *name)
{
	struct asked *q = x->user;
	const char *type = xml_attribute(x, "ContentType");
	const char *part = xml_attribute(x, "PartName");
	const char *ending = xml_attribute(x, "Extension"), *dot = strrchr(q->name, '.');
	bool exact = strcmp(name, "Override") == 0 && part && *part == '/' &&
		     strcasecmp(part + 1, q->name) == 0;
	bool fits = exact || (!q->exact && strcmp(name, "Default") == 0 && ending && dot &&
			      strcasecmp(ending, dot + 1) == 0);
	if (!fits || !type)
		return 0;
	q->exact |= exact;
	(void)snprintf(q->buf, PART_ROOM, "%s", type);
	return 0;
}

int parts_content_type(struct archive *a, const char *name, char *buf)
{
	struct asked q = {.name = name, .buf = buf};
	*buf = '\0';
	return xml_read(a, "[Content_Types].xml",
			&(struct xml_reader){XML_PACKAGE, on_type, NULL, &q});
}
