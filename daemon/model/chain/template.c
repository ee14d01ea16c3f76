#include "model/chain/template.h"

#include <stdlib.h>
#include <string.h>

#include "base/data.h"
#include "base/err.h"
#include "model/chain/limit.h"
#include "proto/wire_name.h"

enum { ROWS_MAX = 256, COLUMNS = 12, TEXT_BYTES = 64 * 1024 };

static struct template_link rows[ROWS_MAX];
static char text[TEXT_BYTES];
static size_t n_rows;

static void read_class(struct template_link *r, const char *s)
{
	const ProtobufCEnumDescriptor *d = &duban__link_class__descriptor;

	for (unsigned i = 0; i < d->n_values; i++)
		if (strcmp(wire_enum_name(d, d->values[i].value), s) == 0)
			r->class = d->values[i].value;
	assert(r->class);
}

static void read_step(struct template_link *r, const char *s)
{
	const ProtobufCEnumDescriptor *d = &duban__link_step__descriptor;

	for (unsigned i = 0; *s && i < d->n_values; i++)
		if (strcmp(wire_enum_name(d, d->values[i].value), s) == 0)
			r->step = d->values[i].value;
	assert(r->step || !*s);
}

static void read_after(struct template_link *r, char *s)
{
	char *one;

	while ((one = strsep(&s, ";")))
		if (*one) {
			assert(r->n_after < PREREQUISITES_MAX);
			r->after[r->n_after++] = (uint32_t)strtoul(one, NULL, 10);
		}
}

static void read_limit(struct template_link *r, const char *s)
{
	uint32_t fixed;

	r->limit = s;
	r->limit_kind = DUBAN__LIMIT_KIND__LIMIT_KIND_OPEN;
	if (strcmp(s, "planned_start") == 0)
		r->date = TEMPLATE_DATE_START;
	else if (strcmp(s, "planned_finish") == 0)
		r->date = TEMPLATE_DATE_FINISH;
	else if (strcmp(s, "date") != 0)
		assert(limit_parse(s, &r->limit_kind, &r->limit_n, &fixed));
}

static void add(char **cell)
{
	struct template_link *r = &rows[n_rows];

	assert(n_rows < ROWS_MAX);
	r->template = cell[0];
	r->name = cell[1];
	r->cap = cell[2];
	r->no = (uint32_t)strtoul(cell[3], NULL, 10);
	r->link = cell[4];
	read_class(r, cell[5]);
	read_after(r, cell[6]);
	read_limit(r, cell[7]);
	r->department = cell[8];
	r->evidence = cell[9];
	r->basis = cell[10];
	read_step(r, cell[11]);
	n_rows++;
}

size_t template_links(const struct template_link **ret)
{
	if (n_rows == 0)
		data_rows(data_templates(), (struct data_text){text, sizeof text}, COLUMNS, add);
	*ret = rows;
	return n_rows;
}

size_t template_find(const char *name, const struct template_link **ret)
{
	const struct template_link *all;
	size_t n = template_links(&all), from = 0, count = 0;

	while (from < n && strcmp(all[from].template, name) != 0)
		from++;
	while (from + count < n && strcmp(all[from + count].template, name) == 0)
		count++;
	*ret = all + from;
	return count;
}

const struct template_link *template_link_find(const char *made_from)
{
	const struct template_link *all;
	size_t n = template_links(&all), name = strcspn(made_from, "/");
	uint32_t no;

	if (!made_from[name])
		return NULL;
	no = (uint32_t)strtoul(made_from + name + 1, NULL, 10);
	for (size_t i = 0; i < n; i++)
		if (all[i].no == no && strncmp(all[i].template, made_from, name) == 0 &&
		    !all[i].template[name])
			return &all[i];
	return NULL;
}

enum template_department template_department(const struct template_link *l)
{
	if (!*l->department || strcmp(l->department, "业主") == 0 ||
	    strcmp(l->department, "属地") == 0)
		return TEMPLATE_DEPARTMENT_NONE;
	return strcmp(l->department, "行业主管") == 0 ? TEMPLATE_DEPARTMENT_SECTOR
						      : TEMPLATE_DEPARTMENT_NAMED;
}
