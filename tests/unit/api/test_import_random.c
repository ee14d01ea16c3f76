/* Random files of good and bad cells: the daemon accepts all of a file or nothing, and a file that
 * was accepted changes nothing the second time. The seed is printed; DUBAN_SEED sets it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/noun/timport.h"
#include "store/db/db.h"

#define FILES 400
#define ROWS_MAX 8
#define POOL 8

static uint64_t seed = 20200125;

static uint32_t below(uint32_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed >> 33) % n;
}

/* A column and its possible cells, NULL-terminated. The first half is valid. */
struct pool {
	const char *name;
	const char *cell[POOL + 1];
};

static const struct pool units[] = {
    {"id", {"a", "b", "c", "d", "e-1", "f_2", "", "x y"}},
    {"name", {"甲", "乙", "丙", "丁局", "", "", "甲", "\u202e"}},
    {"kind", {"office", "县区", "业主", "zone", "", "", "sector", "村"}},
    {"parent", {"", "", "", "a", "b", "甲", "丙", "nobody"}},
    {"gb_code", {"", "", "360102", "", "", "", "360111", "36"}},
    {NULL, {NULL}},
};
static const struct pool projects[] = {
    {"code", {"P1", "P2", "P.3", "P-4", "P5", "P6", "", "P/7"}},
    {"name", {"大桥", "学校", "医院", "道路", "", "", "水厂", "公园"}},
    {"unit", {"zdb", "东湖区", "donghu", "zdb", "", "", "donghu", "不在"}},
    {"category", {"交通", "教育", "", "", "民生", "", "", "工业"}},
    {"stage", {"在建", "前期", "planned_start", "退出", "", "", "building", "快了"}},
    {"total", {"1", "2.5", "3万元", "4,000", "", "-", "1亿元", "x"}},
    {"year", {"2020", "2021", "2020年", "2020", "", "", "2020", "1800"}},
    {"planned_start", {"2020-01", "2020年2月", "", "", "", "", "2020-03", "2020-20"}},
    {"planned_finish", {"2021-01", "2022-02", "", "", "", "", "2020-12", "2019-01"}},
    {"list", {"重点", "重点;省", "省；重点", "", "", "", "、、", "a;a"}},
    {NULL, {NULL}},
};
static const struct pool chains[] = {
    {"project", {"A", "B", "A", "B", "A", "B", "A", "Z"}},
    {"no", {"1", "2", "3", "4", "5", "6", "7", "0"}},
    {"name", {"立项", "可研", "施工", "验收", "", "立项", "x", "y"}},
    {"class", {"审批", "实施", "服务", "节点", "approval", "审批", "service", "其他"}},
    {"unit", {"zdb", "东湖区", "donghu", "zdb", "", "zdb", "donghu", "不在"}},
    {"leader", {"张三", "p1", "李四", "万例海", "", "张三", "-", "p1"}},
    {"after", {"", "", "1", "2", "1;2", "", "3", "9"}},
    {"limit", {"5wd", "10cd", "2m", "0", "2020-06-01", "5wd", "", "5"}},
    {"begin", {"", "", "2020-03-01", "", "", "-", "2020-05-01", "2020-02-30"}},
    {"chain_start", {"", "", "", "2020-02-10", "", "", "", "2020-02-11"}},
    {NULL, {NULL}},
};
static const struct pool calendar[] = {
    {"date",
     {"2027-01-01", "2027-01-02", "2027-02-08", "2027-05-01", "2026-12-31", "2028-01-01",
      "2027-10-01", "2027-02-29"}},
    {"kind", {"holiday", "workday", "休", "regular", "holiday", "上班", "", "party"}},
    {"name", {"元旦", "", "春节", "", "", "国庆", "", "五一"}},
    {NULL, {NULL}},
};

static const struct {
	Duban__ImportKind kind;
	const struct pool *pool;
} files[] = {
    {DUBAN__IMPORT_KIND__IMPORT_KIND_UNITS, units},
    {DUBAN__IMPORT_KIND__IMPORT_KIND_PROJECTS, projects},
    {DUBAN__IMPORT_KIND__IMPORT_KIND_CHAINS, chains},
    {DUBAN__IMPORT_KIND__IMPORT_KIND_CALENDAR, calendar},
};

/* `wild`: invalid cells too; else mostly valid ones. */
static char *make_file(const struct pool *p, bool wild)
{
	uint32_t rows = below(ROWS_MAX) + 1;
	char *csv = NULL;
	size_t size;
	FILE *f = open_memstream(&csv, &size);

	if (!f)
		abort();
	for (size_t k = 0; p[k].name; k++)
		(void)fprintf(f, "%s%s", k ? "," : "", p[k].name);
	for (uint32_t i = 0; i < rows; i++)
		for (size_t k = 0; p[k].name; k++)
			(void)fprintf(f, "%s%s", k ? "," : "\n",
				      p[k].cell[below(wild ? POOL : POOL / 2)]);
	(void)fclose(f);
	return csv;
}

static void check_accepted(struct timport *t, const struct tfile *f)
{
	const Duban__ImportDone *d = timport_done(t);
	size_t links = 0;

	assert_int_equal(d->created + d->updated + d->unchanged, d->rows);
	for (size_t i = 0; i < t->ask.n_event; i++)
		links += t->ask.event[i]->body_case != DUBAN__EVENT__BODY_CHAIN_PUT &&
			 t->ask.event[i]->body_case != DUBAN__EVENT__BODY_IMPORT_DONE;
	if (f->kind != DUBAN__IMPORT_KIND__IMPORT_KIND_CALENDAR)
		assert_int_equal(links, d->created + d->updated);
	if (timport_file(t, f)) {
		(void)timport_problem(t, "", 0, NULL);
		fail_msg("refused the second time:\n%s", f->csv);
	}
	if (timport_done(t)->unchanged != timport_done(t)->rows || t->ask.n_event != 0)
		fail_msg("something new the second time:\n%s", f->csv);
}

/* Was it accepted? */
static bool one_file(struct timport *t, size_t i)
{
	size_t which = i % (sizeof files / sizeof *files);
	_cleanup_free_ char *csv = make_file(files[which].pool, below(3) == 0);
	struct tfile f = {
	    .kind = files[which].kind, .csv = csv, .part_rows = below(4), .dry_run = true};
	int dry = timport_file(t, &f), real;

	assert_int_equal(t->ask.n_event, 0);
	f.dry_run = false;
	real = timport_file(t, &f);
	assert_int_equal(dry, real);
	if (real == 0) {
		check_accepted(t, &f);
		return true;
	}
	assert_int_equal(real, STATUS_INVALID);
	assert_true(t->reply.n_problem > 0);
	assert_int_equal(t->ask.n_event, 0);
	return false;
}

static int setup(void **state)
{
	timport_setup(state);
	if (timport(*state, UNITS, "id,name,kind\nzdb,市重点办,office\ndonghu,东湖区,county\n") ||
	    timport(*state, PEOPLE, "id,name\np1,万例海\n"))
		return -1;
	return timport(*state, PROJECTS,
		       "code,name,unit,stage,year\nA,甲,zdb,在建,2020\nB,乙,zdb,在建,2020\n");
}

static void a_file_is_taken_whole_or_not_and_is_nothing_new_the_second_time(void **state)
{
	const char *given = getenv("DUBAN_SEED");
	size_t taken = 0;

	if (given)
		seed = strtoull(given, NULL, 10) | 1;
	print_message("seed %llu\n", (unsigned long long)seed);
	for (size_t i = 0; i < FILES; i++)
		taken += one_file(*state, i);
	print_message("%zu of %d files taken\n", taken, FILES);
	/* otherwise the pools no longer test both outcomes */
	assert_in_range(taken, FILES / 20, FILES * 19 / 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		a_file_is_taken_whole_or_not_and_is_nothing_new_the_second_time, setup,
		timport_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
