#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "client/cli/import/columns.h"
#include "duban/import.h"

struct mapped {
	char columns[512]; /* "code total:元" */
	char problem[64];  /* code of the first one, or "" */
};

static struct mapped map(const char *kind, const char *text, const char *unit)
{
	struct mapped ret = {};
	struct csvfile f = {};
	struct csvfault fault = {};
	struct import_columns c = {};
	struct problems p = {};
	size_t at = 0;
	assert_int_equal(csv_read(BYTES_STR(text), &f, &fault), 0);
	assert_int_equal(import_columns(&f, kind, unit, &c, &p), 0);
	for (size_t i = 0; i < c.n && at < sizeof ret.columns; i++)
		at += (size_t)snprintf(ret.columns + at, sizeof ret.columns - at, "%s%s%s%s",
				       i ? " " : "", c.column[i].name, c.column[i].unit ? ":" : "",
				       c.column[i].unit ? c.column[i].unit : "");
	(void)snprintf(ret.problem, sizeof ret.problem, "%s", p.n ? p.problem[0]->code : "");
	problems_done(&p);
	import_columns_done(&c);
	csv_done(&f);
	return ret;
}

static void headers_are_known_by_either_name(void **state)
{
	static const struct {
		const char *kind, *text, *unit, *columns, *problem;
	} rows[] = {
	    {"projects", "code,total,plan\n", NULL, "code total:元 plan:元", ""},
	    {"projects", "CODE, Total \n", NULL, "code total:元", ""},
	    {"projects", "code,total\n", "万元", "code total:元", ""},
	    {"projects", "项目代码,项 目 名 称,总投资（万元）,年度计划投资(亿元)\n", NULL,
	     "code name total:万元 plan:亿元", ""},
	    {"projects", "项目代码,\"总投资\n（万元）\"\n", NULL, "code total:万元", ""},
	    {"projects", "项目代码,总投资\n", NULL, "code total", ""},
	    {"projects", "项目代码,总投资\n", "万元", "code total:万元", ""},
	    {"projects", "code,total（万元）\n", "亿元", "code total:万元", ""},
	    {"projects", "序号,code,备注,,\n1,x,,,\n", NULL, "code", ""},
	    {"projects", "code,2019年计划投资\n", NULL, "code", "import.unknown_column"},
	    {"projects", "code,名称（万元）\n", NULL, "code", "import.unknown_column"},
	    {"projects", "code,总投资（万美元）\n", NULL, "code", "import.unknown_column"},
	    {"projects", "code,项目代码\n", NULL, "code", "import.column_twice"},
	    {"projects", "name\n", NULL, "name", "import.missing_column"},
	    {"projects", "code,,name\nx,lost,y\n", NULL, "code name", "import.nameless_column"},
	    {"chains", "项目,序号,办理时限\n", NULL, "project no limit", ""},
	    /* the name where there is no code, else for people only */
	    {"chains", "项目名称,序号\n", NULL, "project no", ""},
	    {"chains", "项目名称,序号,项目代码\n", NULL, "no project", ""},
	    {"chains", "项目名称,工程名称,序号\n", NULL, "project no", "import.column_twice"},
	    {"lives", "工程名称\n", NULL, "project", ""},
	    {"projects", "项目名称\n", NULL, "name", "import.missing_column"},
	    {"units", "id,name,kind,parent,gb_code\n", NULL, "id name kind parent gb_code", ""},
	    {"people", "编号,姓名,单位,职务,手机\n", NULL, "id name unit post phone", ""},
	    {"calendar", "date,kind,name,source\n", NULL, "date kind name source", ""},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct mapped m = map(rows[i].kind, rows[i].text, rows[i].unit);
		assert_string_equal(m.columns, rows[i].columns);
		assert_string_equal(m.problem, rows[i].problem);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(headers_are_known_by_either_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
