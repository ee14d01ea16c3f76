/* Cells that hold a number, a date, an amount of money, a unit or a person. */
#include "api/cell/cell_value.h"

#include <stdio.h>
#include <string.h>

#include "api/cell/cell.h"
#include "api/cell/find.h"
#include "api/core/request.h"
#include "model/office/person.h"
#include "proto/limits.h"

bool cell_number(const struct cell *c, uint32_t min, uint32_t max, uint32_t *io)
{
	uint64_t v = 0;

	if (c->clear)
		*io = 0;
	if (cell_empty(c))
		return true;
	for (const char *s = c->text; *s; s++) {
		if (*s < '0' || *s > '9' || v > UINT32_MAX)
			return cell_refuse(c, "cell.bad_number", NULL);
		v = 10 * v + (uint64_t)(*s - '0');
	}
	if (v < min || v > max)
		return cell_refuse(c, "cell.out_of_range",
				   arena_printf(c->in->scratch, "%u-%u", min, max));
	*io = (uint32_t)v;
	return true;
}

bool cell_date(const struct cell *c, uint32_t *io_ymd)
{
	date_t d;

	if (c->clear)
		*io_ymd = 0;
	if (cell_empty(c))
		return true;
	if (!date_parse(c->text, &d) || !date_ymd_valid(date_ymd(d)))
		return cell_refuse(c, "cell.bad_date", NULL);
	*io_ymd = date_ymd(d);
	return true;
}

/* "2020年3月", "2020年03月" -> "2020-03" */
static bool month_in_words(const char *s, uint32_t *ret)
{
	static const char year_mark[] = "年", month_mark[] = "月";
	const char *year_end = strstr(s, year_mark), *month, *month_end;
	char buf[16];

	if (!year_end || year_end - s != 4)
		return false;
	month = year_end + strlen(year_mark);
	month_end = strstr(month, month_mark);
	if (!month_end || month_end[strlen(month_mark)] || month_end - month > 2 ||
	    month_end == month)
		return false;
	(void)snprintf(buf, sizeof buf, "%.4s-%s%.*s", s, month_end - month == 1 ? "0" : "",
		       (int)(month_end - month), month);
	return month_parse(buf, ret);
}

bool cell_month(const struct cell *c, uint32_t *io_yyyymm)
{
	uint32_t month;

	if (c->clear)
		*io_yyyymm = 0;
	if (cell_empty(c))
		return true;
	if (!month_parse(c->text, &month) && !month_in_words(c->text, &month))
		return cell_refuse(c, "cell.bad_month", NULL);
	if (!date_month_valid(month))
		return cell_refuse(c, "cell.bad_month", NULL);
	*io_yyyymm = month;
	return true;
}

bool cell_month_or_year(const struct cell *c, uint32_t *io_yyyymm, protobuf_c_boolean *io_open)
{
	static const char year_mark[] = "年";
	uint32_t year = 0;
	size_t n = strspn(c->text, "0123456789");

	if (cell_empty(c)) {
		*io_open = *io_open && !c->clear;
		return cell_month(c, io_yyyymm);
	}
	*io_open = n == 4 && (!c->text[n] || strcmp(c->text + n, year_mark) == 0);
	if (!*io_open)
		return cell_month(c, io_yyyymm);
	for (size_t i = 0; i < n; i++)
		year = 10 * year + (uint32_t)(c->text[i] - '0');
	if (!date_month_valid(year * 100 + 12))
		return cell_refuse(c, "cell.bad_month", NULL);
	*io_yyyymm = year * 100 + 12;
	return true;
}

bool cell_year(const struct cell *c, uint32_t *io)
{
	static const char mark[] = "年";
	struct cell digits = *c;
	size_t n = strlen(c->text);

	if (n == 4 + strlen(mark) && strcmp(c->text + 4, mark) == 0)
		digits.text = arena_strn(c->in->scratch, c->text, 4);
	if (!digits.text) {
		c->in->full = true;
		return false;
	}
	return cell_number(&digits, DATE_MIN / 10000, DATE_MAX / 10000, io);
}

bool cell_refuse_money(const struct cell *c, enum money_fault fault)
{
	if (fault == MONEY_NO_UNIT && c->in->clears) /* a single record: it has no header */
		return cell_refuse(c, "money.bare", c->text);
	return cell_refuse(c, money_fault_code(fault), NULL);
}

bool cell_money(const struct cell *c, Duban__Money **io)
{
	enum money_fault fault;
	Duban__Money *m;
	int64_t fen;

	if (c->clear)
		*io = NULL;
	if (cell_empty(c))
		return true;
	fault = money_parse(c->text, c->unit, &fen);
	if (fault == MONEY_EMPTY) /* "-", 待定: the amount is not known yet */
		return true;
	if (fault != MONEY_FINE)
		return cell_refuse_money(c, fault);
	m = arena_alloc(c->in->scratch, sizeof *m);
	if (!m) {
		c->in->full = true;
		return false;
	}
	duban__money__init(m);
	m->fen = fen;
	*io = m;
	return true;
}

bool cell_unit(const struct cell *c, uint32_t *io)
{
	uint32_t num;

	if (c->clear)
		*io = 0;
	if (cell_empty(c))
		return true;
	num = intake_find(c->in, &c->in->units, c->text);
	if (num == 0)
		return cell_refuse(c, "unit.unknown", NULL);
	if (num == UINT32_MAX)
		return cell_refuse(c, "unit.ambiguous", NULL);
	*io = num;
	return true;
}

/* Reads the marks that an export writes: "李四(未登记)" is a name kept as text although a
 * registered person has the same name; "p7(李四)" is the person p7 under a former name. False: the
 * cell has no mark. */
static bool marked(const struct cell *c, uint32_t *ret_person, const char **ret_name)
{
	static const char end[] = ")", unknown[] = "(" WHO_UNREGISTERED ")";
	size_t n = strlen(c->text), k = strlen(unknown);
	const char *open = strchr(c->text, '(');
	struct arena *a = c->in->scratch;
	const char *id;

	*ret_person = 0;
	if (n > k && strcmp(c->text + n - k, unknown) == 0) {
		*ret_name = arena_strn(a, c->text, n - k);
		return true;
	}
	if (!open || open == c->text || strcmp(c->text + n - 1, end) != 0)
		return false;
	id = arena_strn(a, c->text, (size_t)(open - c->text));
	*ret_person = id ? person_by_id(c->in->rq->txn, id) : 0;
	*ret_name = arena_strn(a, open + 1, n - (size_t)(open - c->text) - 2);
	return *ret_person && *ret_name && **ret_name;
}

/* The name to store: the present name, if the cell gives the id, the name or both; else the name as
 * written. */
static const char *who_name(const struct cell *c, uint32_t person)
{
	Duban__Person *p = person_get(c->in->rq->txn, c->in->scratch, person);

	return p ? p->name : c->text;
}

bool cell_who(const struct cell *c, Duban__Who **io)
{
	const char *name = NULL;
	Duban__Who *who;
	uint32_t person;
	bool mark;

	if (c->clear)
		*io = NULL;
	if (cell_empty(c))
		return true;
	mark = marked(c, &person, &name);
	if (strlen(mark && name ? name : c->text) > NAME_MAX_BYTES)
		return cell_refuse(c, "cell.too_long",
				   arena_printf(c->in->scratch, "%d", NAME_MAX_BYTES));
	if (!mark)
		person = intake_find(c->in, &c->in->people, c->text);
	if (!mark && person == 0)
		intake_note(c->in, &c->in->kept_as_text, c->text);
	if (person == UINT32_MAX) {
		intake_note(c->in, &c->in->ambiguous, c->text);
		person = 0;
	}
	who = arena_alloc(c->in->scratch, sizeof *who);
	if (!who) {
		c->in->full = true;
		return false;
	}
	duban__who__init(who);
	who->person = person;
	who->name = (char *)(uintptr_t)(mark ? name : who_name(c, person));
	c->in->full |= !who->name;
	*io = who;
	return true;
}
