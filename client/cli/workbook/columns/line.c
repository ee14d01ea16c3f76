#include "client/cli/workbook/columns/line.h"

#include <stdlib.h>
#include <string.h>

#include "client/cli/import/csvfile.h"
#include "client/cli/workbook/columns/parts.h"
#include "client/cli/workbook/columns/reading.h"
#include "client/cli/workbook/columns/table.h"
#include "client/cli/workbook/columns/words.h"
#include "text/utf8.h"
#include "text/words.h"

#define SUM_ROWS 400	   /* rows examined below a possible section */
#define NOTE_CHARACTERS 60 /* a longer text alone in a row is a note */

static const char *cell(const struct workbook_reading *r, size_t at, size_t k)
{
	return k == SIZE_MAX ? "" : csv_cell(r->f, at, k);
}

static enum workbook_column column_of(const struct workbook_reading *r, size_t k)
{
	return k < r->h.n ? r->h.head[k].column : WORKBOOK_SKIP;
}

static const char *column_plain(const struct workbook_reading *r, size_t at, enum workbook_column c)
{
	return workbook_plain(&r->s->pool, cell(r, at, r->h.at[c]));
}

static void read_money(struct workbook_reading *r, struct workbook_line *l)
{
	static const enum workbook_column columns[] = {WORKBOOK_TOTAL, WORKBOOK_PLAN};
	for (int m = 0; m < WORKBOOK_MONEY_MAX_; m++)
		l->money[m] = workbook_money(&r->s->pool, cell(r, l->at, r->h.at[columns[m]]),
					     r->unit[m], &l->fen[m], &l->why[m]);
}

static bool amount(const struct workbook_line *l)
{
	return l->money[0] == WORKBOOK_FINE || l->money[1] == WORKBOOK_FINE;
}

static bool any_money(const struct workbook_line *l)
{
	return l->money[0] != WORKBOOK_EMPTY || l->money[1] != WORKBOOK_EMPTY;
}

static bool is_text(const char *plain)
{
	return !workbook_is_empty(plain) && !workbook_is_error(plain) && !workbook_is_number(plain);
}

/* The label is the name, or the first text of the row. `words` counts the texts of other
 * columns. */
static void read_texts(struct workbook_reading *r, struct workbook_line *l)
{
	size_t name = r->h.at[WORKBOOK_NAME], seq = r->h.at[WORKBOOK_SEQ];
	uint32_t number;
	l->sequence = column_plain(r, l->at, WORKBOOK_SEQ);
	l->has_sequence = workbook_sequence(l->sequence, &number);
	l->label = column_plain(r, l->at, WORKBOOK_NAME);
	l->label_at = name;
	l->named = !workbook_is_empty(l->label);
	for (size_t k = 0; k < r->h.n && k < r->f->row[l->at].n; k++) {
		const char *plain = workbook_plain(&r->s->pool, csv_cell(r->f, l->at, k));
		bool text = is_text(plain) && !(k == seq && l->has_sequence);
		if (!l->named && l->label_at == name && text) {
			l->label = plain;
			l->label_at = k;
		} else if (text && k != name && k != seq && column_of(r, k) != WORKBOOK_TOTAL &&
			   column_of(r, k) != WORKBOOK_PLAN) {
			l->words++;
		}
	}
}

/* In a section or total, a number in a column of texts is the number of projects. */
static int64_t count_cell(struct workbook_reading *r, const struct workbook_line *l)
{
	uint32_t said;
	if (workbook_sequence(column_plain(r, l->at, WORKBOOK_HOW_MANY), &said))
		return said;
	for (size_t k = 0; k < r->h.n && k < r->f->row[l->at].n; k++) {
		enum workbook_column c = column_of(r, k);
		uint32_t n;
		bool year = c == WORKBOOK_YEAR || c == WORKBOOK_START || c == WORKBOOK_FINISH ||
			    c == WORKBOOK_YEARS || c == WORKBOOK_SEQ;
		if (year || k == l->label_at || !r->text_column[k])
			continue;
		const char *plain = workbook_plain(&r->s->pool, csv_cell(r->f, l->at, k));
		size_t tail = text_ends_any(plain, "个|项|个项目");
		if (tail)
			plain = pool_text(&r->s->pool, plain, strlen(plain) - tail);
		if (workbook_sequence(plain, &n) && n < 100000)
			return n;
	}
	return -1;
}

static bool again(struct workbook_reading *r, const struct workbook_line *l)
{
	size_t same = 0, cells = 0, numbers = 0;
	uint32_t last = 0;
	for (size_t k = 0; k < r->h.n && k < r->f->row[l->at].n; k++) {
		const char *plain = workbook_plain(&r->s->pool, csv_cell(r->f, l->at, k));
		uint32_t n = 0;
		if (!*plain)
			continue;
		cells++;
		same += *r->h.head[k].plain && text_starts(r->h.head[k].plain, plain);
		/* the numbers of the columns: 1 2 3 …, 甲 乙 1 2 */
		numbers += text_among("甲|乙|丙|丁|a|b|c|d", plain, strlen(plain)) ||
			   (workbook_sequence(plain, &n) && n <= k + 1 && n > last);
		last = n ? n : last;
	}
	const char *name = column_plain(r, l->at, WORKBOOK_NAME);
	bool digits = workbook_is_number(name) || text_among("甲|乙|丙|b", name, strlen(name));
	return (same >= 2 && same * 2 > cells) || (cells >= 3 && numbers == cells && digits);
}

static bool is_note(const struct workbook_line *l)
{
	static const char starts[] =
	    "备注|附注|注:|注1|注2|注一|说明|填表|制表|审核|填报|数据来源|统计口径|标★|标▲|标*|"
	    "标注|"
	    "带★|带▲|带*|★为|▲为|*为|★表示|▲表示|*表示|★标|单位负责人|联系电话|联系人|单位:";
	if (text_starts_any(l->label, starts) > 0 && !amount(l) && !l->has_sequence)
		return true;
	return l->words == 0 && !any_money(l) && utf8_length(l->label) > NOTE_CHARACTERS;
}

/* Are the amounts of the row the sum of the rows that follow? */
static bool sums_up(struct workbook_reading *r, size_t i)
{
	const struct workbook_line *l = &r->line[i];
	int64_t sum[WORKBOOK_MONEY_MAX_] = {};
	size_t rows = 0;
	for (size_t k = i + 1; k < r->n && k <= i + SUM_ROWS; k++) {
		const struct workbook_line *one = &r->line[k];
		if (one->kind != WORKBOOK_LINE_PROJECT || (r->sequences && !one->has_sequence) ||
		    (!r->sequences && one->style == l->style && one->style != WORKBOOK_PLAIN))
			continue;
		bool fits = true, past = false;
		rows++;
		for (int m = 0; m < WORKBOOK_MONEY_MAX_; m++) {
			if (one->money[m] == WORKBOOK_FINE)
				sum[m] += one->fen[m];
			fits &= l->money[m] != WORKBOOK_FINE || sum[m] == l->fen[m];
			past |= l->money[m] == WORKBOOK_FINE && sum[m] > l->fen[m];
		}
		/* A sum of a single row counts only if other sections were found by their sums, and
		 * if the row has fewer texts than that one. */
		if (fits && (rows >= 2 || (r->plain_sections && l->words < one->words))) {
			r->plain_sections = true;
			return true;
		}
		if (past)
			return false;
	}
	return false;
}

/* If all rows begin with 一、二、三 they are projects: a section must be followed by rows of its
 * own. */
static bool has_rows(const struct workbook_reading *r, size_t i)
{
	size_t k = i + 1;
	while (k < r->n && r->line[k].kind == WORKBOOK_LINE_BREAKDOWN)
		k++;
	if (k >= r->n || *r->line[i].sequence)
		return *r->line[i].sequence != '\0';
	const struct workbook_line *next = &r->line[k];
	return next->kind == WORKBOOK_LINE_PROJECT && next->style != r->line[i].style;
}

/* A row without a sequence number whose label may be that of a section. */
static bool is_section(struct workbook_reading *r, size_t i)
{
	struct workbook_line *l = &r->line[i];
	const char *words = workbook_section_name(&r->s->pool, l->label);
	bool said = workbook_count_said(l->label, false) >= 0;
	if (workbook_strong(l->style)) {
		bool section = l->words < 2 || (said && l->words < 3);
		return section &&
		       (said || l->count >= 0 || !amount(l) || !l->named || has_rows(r, i));
	}
	if (l->words > 0)
		return false;
	if (l->style == WORKBOOK_PLAIN)
		l->style = workbook_stage(words)      ? WORKBOOK_STAGE_WORD
			   : workbook_is_owner(words) ? WORKBOOK_OWNER
						      : WORKBOOK_PLAIN;
	if (said || l->style == WORKBOOK_STAGE_WORD || l->count >= 0)
		return true;
	if (!any_money(l))
		return r->sequences || l->style != WORKBOOK_PLAIN;
	if (l->style == WORKBOOK_OWNER && r->sequences)
		return true;
	return sums_up(r, i);
}

/* The mark of a section, in front of the label or in the column of numbers. */
static void read_style(struct workbook_reading *r, struct workbook_line *l)
{
	size_t n;
	l->style = workbook_style(l->label, &n);
	if (l->style == WORKBOOK_PLAIN && *l->sequence && !l->has_sequence)
		l->style = workbook_style(pool_format(&r->s->pool, "%s、", l->sequence), &n);
	if (l->style == WORKBOOK_PLAIN && *l->sequence && !l->has_sequence)
		l->style = workbook_style(l->sequence, &n);
}

static enum workbook_kind first_kind(struct workbook_reading *r, struct workbook_line *l)
{
	bool total_word =
	    workbook_is_total(&r->s->pool, l->label) ||
	    (!l->has_sequence && *l->sequence && workbook_is_total(&r->s->pool, l->sequence));
	if (again(r, l))
		return WORKBOOK_LINE_HEADER;
	/* A sum of one project's funds is not a sum of projects. */
	bool of_funds = !l->named && l->label_at != SIZE_MAX &&
			l->label_at > r->h.at[WORKBOOK_NAME] && !any_money(l);
	if (total_word && l->words < 2 && !of_funds)
		return WORKBOOK_LINE_TOTAL;
	if (is_note(l))
		return WORKBOOK_LINE_NOTE;
	return WORKBOOK_LINE_PROJECT;
}

static enum workbook_kind last_kind(struct workbook_reading *r, size_t i, bool project_above)
{
	struct workbook_line *l = &r->line[i];
	size_t name = r->h.at[WORKBOOK_NAME];
	if (l->kind != WORKBOOK_LINE_PROJECT)
		return l->kind;
	if (l->has_sequence)
		return l->named ? WORKBOOK_LINE_PROJECT : WORKBOOK_LINE_NAMELESS;
	if (!l->named && (l->label_at > name || l->label_at == name))
		return project_above ? WORKBOOK_LINE_MORE : WORKBOOK_LINE_NAMELESS;
	if (is_section(r, i))
		return WORKBOOK_LINE_SECTION;
	return l->named			       ? WORKBOOK_LINE_PROJECT
	       : project_above && l->words > 0 ? WORKBOOK_LINE_MORE
					       : WORKBOOK_LINE_NAMELESS;
}

static void column_kinds(struct workbook_reading *r)
{
	size_t *texts = pool_take(&r->s->pool, (r->h.n + 1) * 2 * sizeof *texts);
	r->text_column = pool_take(&r->s->pool, r->h.n + 1);
	if (!texts || !r->text_column)
		return;
	size_t *numbers = texts + r->h.n + 1;
	for (size_t i = r->h.first + r->h.height; i < r->f->n_rows; i++)
		for (size_t k = 0; k < r->h.n && k < r->f->row[i].n; k++) {
			const char *s = csv_cell(r->f, i, k);
			/* Only cells that begin with a digit can be numbers; the rest is text,
			 * which saves time. */
			bool digit = (*s >= '0' && *s <= '9') || (unsigned char)*s == 0xEF;
			const char *plain =
			    digit || strlen(s) < 8 ? workbook_plain(&r->s->pool, s) : s;
			texts[k] += is_text(plain);
			numbers[k] += workbook_is_number(plain);
		}
	for (size_t k = 0; k < r->h.n; k++)
		r->text_column[k] = texts[k] > 0 && texts[k] >= numbers[k] &&
				    column_of(r, k) != WORKBOOK_TOTAL &&
				    column_of(r, k) != WORKBOOK_PLAN;
}

/* What each row says by itself. */
static void read_lines(struct workbook_reading *r, size_t first)
{
	size_t numbered = 0;
	for (size_t at = first; at < r->f->n_rows; at++) {
		struct workbook_line *l = &r->line[r->n];
		*l = (struct workbook_line){
		    .at = at, .number = r->f->row[at].number, .count = -1, .label = ""};
		if (csv_row_empty(r->f, at))
			continue;
		r->n++;
		if (workbook_other_table(r, at)) {
			r->next = at;
			r->n--;
			break;
		}
		read_money(r, l);
		read_texts(r, l);
		l->kind = first_kind(r, l);
		numbered += l->has_sequence && l->named;
		read_style(r, l);
		l->count = workbook_count_said(l->label, false);
		if (l->count < 0 && !l->has_sequence)
			l->count = count_cell(r, l);
		if (l->count < 0 && l->kind == WORKBOOK_LINE_TOTAL)
			l->count = workbook_count_said(l->sequence, false);
	}
	r->sequences = numbered > 0;
}

void workbook_lines(struct workbook_reading *r)
{
	size_t first = r->h.first + r->h.height;
	size_t rows = r->f->n_rows > first ? r->f->n_rows - first : 0;
	bool project_above = false;
	r->n = r->n_packages = 0;
	r->next = SIZE_MAX;
	column_kinds(r);
	r->line = pool_take(&r->s->pool, (rows + 1) * sizeof *r->line);
	if (!r->line || !r->text_column)
		return;
	read_lines(r, first);
	workbook_parts(r);
	for (size_t i = 0; i < r->n; i++) {
		struct workbook_line *l = &r->line[i];
		l->kind = last_kind(r, i, project_above);
		if (l->kind != WORKBOOK_LINE_MORE)
			project_above = l->kind == WORKBOOK_LINE_PROJECT;
	}
}
