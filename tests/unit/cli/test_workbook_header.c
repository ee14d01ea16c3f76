/* Headers in all places, the year of a sheet, and what is left out because of it: one row for each
 * peculiarity named in import-formats. */
#include "client/cli/workbook/columns/header.h"
#include "client/cli/workbook/end.h"
#include "client/cli/workbook/workbook.h"
#include "unit/cli/workbook_said.h"

static const struct {
	const char *what, *text, *projects;
} headers[] = {
    {"title rows and a unit in a cell of its own",
     "附件1,,\n2024年重点项目,,\n编制单位：市发改委,,单位：亿元\n序号,"
     "项目名称,总投资\n1,甲路,2\n",
     "甲路|200000000||||;"},
    {"line breaks and blanks in headers", "序 号,项 目\n名 称,x\n", ""},
    {"words split over two rows",
     "序,项目,总投,建设起\n号,名称,资(亿元),止年限\n1,甲路,2,2023-2025\n", "甲路|200000000||||;"},
    {"merged parents, the sum last",
     "序号,项目名称,总投资,2024年计划投资,,\n,,,省级以上补助,市财政,小计\n1,"
     "甲路,9,1,2,3\n",
     "甲路|90000|30000|||;"},
    {"merged parents, the sum first",
     "序号,项目名称,总投资,2024年计划投资,,\n,,,小计,省级以上补助,市财政\n1,"
     "甲路,9,3,1,2\n",
     "甲路|90000|30000|||;"},
    {"a parent over total and plan",
     "序号,项目名称,投资（亿元）,\n,,总投资,年度计划投资\n1,甲路,9,3\n",
     "甲路|900000000|300000000|||;"},
    {"years below one parent", "序号,项目名称,总投资,计划投资,\n,,,2023年,2024年\n1,甲路,9,3,4\n",
     "甲路|90000|40000|||;"},
    {"another year's plan is no plan",
     "序号,项目名称,总投资,2023年计划投资,2024年计划投资\n1,甲路,9,3,4\n", "甲路|90000|40000|||;"},
    {"only another year's plan", "项目名称,总投资,2023年计划投资\n甲路,9,3\n", "甲路|90000||||;"},
    {"what was done till last year is no plan",
     "项目名称,总投资,到2023年底累计完成投资\n甲路,9,3\n", "甲路|90000||||;"},
    {"units differ between columns", "项目名称,总投资（亿元）,年度计划投资（万元）\n甲路,9,3\n",
     "甲路|900000000|30000|||;"},
    {"the header begins in row 20",
     "a\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\n项目名称,"
     "总投资\n甲路,9\n",
     "甲路|90000||||;"},
    {"synonyms",
     "工程名称,概算总投资,计划完成投资,牵头单位,建设性质,九大领域\n"
     "甲路,9,3,市交通局,续建,交通\n",
     "甲路|90000|30000|市交通局|在建|交通;"},
    {"synonyms, others",
     "项目单位及名称,投资额,本年度投资计划,责任单位,建设阶段,所属行业\n"
     "甲路,9,3,市交通局,新开工,交通\n",
     "甲路|90000|30000|市交通局|计划新开工|交通;"},
    {"title and unit in one row, right above the header",
     "2024年重点项目计划表,,,单位：亿元\n序号,项目名称,总投资,年度计划投资\n1,甲路,9,3\n",
     "甲路|900000000|300000000|||;"},
    {"who made it and the unit in one row",
     "编制单位：市发改委,,单位：亿元\n序号,项目名称,总投资\n1,甲路,9\n", "甲路|900000000||||;"},
    {"a parent that says nothing",
     "序号,项目名称,投资情况（亿元）,,\n,,总投资,2024年计划投资,\n,,,小计,市财政\n1,甲路,9,3,2\n",
     "甲路|900000000|300000000|||;"},
    {"a parent that says it all",
     "序号,项目名称,总投资,累计完成情况,\n,,,投资额,比例\n1,甲路,9,3,2\n", "甲路|90000||||;"},
    {"units in a row below the header",
     "序号,项目名称,总投资,年度计划投资\n,,（亿元）,（万元）\n1,甲路,9,3\n",
     "甲路|900000000|30000|||;"},
    {"a unit in a cell below the header", "项目名称,总投资\n单位：亿元\n甲路,9\n",
     "甲路|900000000||||;"},
    {"a unit among others", "单位：个、亿元\n项目名称,总投资\n甲路,9\n", "甲路|900000000||||;"},
    {"a second table with another header",
     "序号,项目名称,总投资（万元）\n1,甲路,9\n,,\n2024年预备项目\n序号,项目名称,责任单位,"
     "估算总投资（亿元）\n1,乙路,局,9\n",
     "甲路|90000||||;乙路|900000000||局|谋划储备|;"},
    {"a second table with another unit above it",
     "单位：万元\n项目名称,总投资,行业\n甲路,9,交通\n单位：亿元\n项目名称,行业,总投资\n乙路,水利,"
     "9\n",
     "甲路|90000||||交通;乙路|900000000||||水利;"},
    {"the year's plan below its year",
     "序号,项目名称,总投资,2024年,\n,,,拟完成,建设内容\n1,甲路,9,3,修路\n", "甲路|90000|30000|||;"},
    {"what was done below its year",
     "序号,项目名称,总投资,2024年,\n,,,完成投资,建设内容\n1,甲路,9,3,修路\n", "甲路|90000||||;"},
    {"a total beside a year in brackets", "项目名称,总投资（2024年调整）\n甲路,9\n",
     "甲路|90000||||;"},
    {"a year's works are not what the project consists of",
     "项目名称,总投资,建设内容,2024年建设内容\n甲路,9,修路,路基\n", "甲路|90000||||;"},
    {"the plan as a part of the total",
     "项目名称,总投资（万元）,其中：2024年计划投资,其中：中央,其中：投资（万元）\n甲路,9,3,1,2\n",
     "甲路|90000|30000|||;"},
    {"columns without header: stage and trade",
     "项目名称,总投资,,\n甲路,9,续建,交通\n乙路,8,新开工,水利\n",
     "甲路|90000|||在建|交通;乙路|80000|||计划新开工|水利;"},
};

static void headers_are_found_wherever_they_stand(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(headers); i++) {
		print_message("%s\n", headers[i].what);
		struct said s = read_one(headers[i].text, &of_2024);
		if (*headers[i].projects)
			assert_string_equal(s.errors, "");
		assert_string_equal(s.projects, headers[i].projects);
	}
}

static void the_year_is_asked_title_or_file_name(void **state)
{
	static const struct {
		const char *text, *file, *sheet;
		uint32_t asked;
		const char *errors;
	} rows[] = {
	    {"2024年重点项目\n项目名称,总投资\n甲路,1\n", "x.csv", "", 0, ""},
	    {"项目名称,总投资\n甲路,1\n", "2024年重点项目.csv", "", 0, ""},
	    {"项目名称,总投资\n甲路,1\n", "list-2024.csv", "", 0, ""},
	    {"项目名称,总投资\n甲路,1\n", "x.csv", "", 2024, ""},
	    {"项目名称,总投资\n甲路,1\n", "x.csv", "", 0, "1:year:no_year;"},
	    {"2023-2025年三年行动\n项目名称,总投资\n甲路,1\n", "x.csv", "", 0, "2:year:no_year;"},
	    {"桂发改〔2024〕12号\n项目名称,总投资\n甲路,1\n", "x.csv", "", 0, "2:year:no_year;"},
	    {"项目名称,总投资\n甲路,1\n", "2024-2025.csv", "", 0, "1:year:no_year;"},
	    {"项目名称,总投资\n甲路,1\n", "x.xlsx", "2024年续建", 0, ""},
	    {"二〇二四年重点项目\n项目名称,总投资\n甲路,1\n", "x.csv", "", 0, ""},
	    {"二〇二三年至二〇二五年\n项目名称,总投资\n甲路,1\n", "x.csv", "", 0,
	     "2:year:no_year;"},
	    {"2024年重点项目计划表,单位：万元\n项目名称,总投资\n甲路,1\n", "x.csv", "", 0, ""},
	};
	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct workbook s = {};
		struct workbook_asked asked = {
		    .year = rows[i].asked, .file = rows[i].file, .unit = "万元"};
		print_message("%zu\n", i);
		take(&s, rows[i].text, &asked, rows[i].sheet);
		assert_int_equal(s.n_projects, 1);
		if (!*rows[i].errors)
			assert_int_equal(s.project[0].year, 2024);
		assert_string_equal(say(&s).errors, rows[i].errors);
		workbook_done(&s);
	}
}

/* Title and file name have different years: the title counts, and the other is reported. */
static void what_is_left_out_is_told(void **state)
{
	static const struct {
		const char *text, *file, *sheet;
		uint32_t year;
		const char *notes;
	} rows[] = {
	    {"2024年重点项目\n项目名称,总投资\n甲路,1\n", "2024.csv", "", 0, ""},
	    {"2024年重点项目\n项目名称,总投资\n甲路,1\n", "2023.csv", "", 0,
	     "year 2023 other_year;"},
	    {"2023年重点项目\n项目名称,总投资\n甲路,1\n", "x.csv", "", 2024,
	     "year 2023 other_year;"},
	    {"项目名称,总投资\n甲路,1\n", "2023.xlsx", "2024", 0, "year 2023 other_year;"},
	    {"2024年项目表\n项目名称,总投资,2025年计划投资\n甲路,1,2\n", "x.csv", "", 0,
	     "2025年计划投资  other_plan;"},
	    {"项目名称,总投资,2024年计划投资,2025年计划投资\n甲路,1,2,3\n", "x.csv", "", 2024, ""},
	    {"项目名称,总投资,建设地点\n甲路,1,#REF!\n", "x.csv", "", 2024,
	     "建设地点 #REF! error_left_out;"},
	    {"项目名称,总投资,建设性质\n甲路,1,改扩建\n乙路,1,改扩建\n丙路,1,续建\n", "x.csv", "",
	     2024, "建设性质  nature;"},
	    {"项目名称,总投资,项目阶段\n甲路,1,竣备\n乙路,1,竣备\n丙路,1,续建\n", "x.csv", "", 2024,
	     "项目阶段 竣备 stage_left_out;"},
	};
	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct workbook s = {};
		struct workbook_asked asked = {
		    .year = rows[i].year, .file = rows[i].file, .unit = "万元"};
		char notes[256] = "";
		print_message("%zu\n", i);
		take(&s, rows[i].text, &asked, rows[i].sheet);
		for (size_t k = 0; k < s.remarks.n; k++)
			add(notes, sizeof notes, "%s %s %s;", s.remarks.note[k].column,
			    s.remarks.note[k].value, s.remarks.note[k].code + strlen("sheet."));
		assert_string_equal(notes, rows[i].notes);
		assert_int_equal(s.project[0].year, 2024);
		workbook_done(&s);
	}
}

static void the_years_plan_has_many_names(void **state)
{
	static const char *const plans[] = {
	    "年度计划",
	    "年度计划投资",
	    "2024年计划投资",
	    "2024年预计投资",
	    "2024年拟完成",
	    "2024年拟完成投资",
	    "2024年度预计完成投资额",
	    "本年计划",
	    "本年度投资计划",
	    "当年拟完成投资",
	    "2024年投资任务",
	    "2024年计划安排投资",
	    "2024年度计划(万元)",
	    "2024年投资",
	    "预计投资",
	    "拟完成",
	    "拟完成投资",
	    "预计完成投资",
	    "今年投资目标",
	    "2024年目标任务",
	};
	static const char *const others[] = {
	    "2023年计划投资",	   "2024年完成投资",   "累计完成投资", "2024年计划开工",
	    "2024年形象进度",	   "2024年资金到位",   "一期投资",     "截至2024年6月完成投资",
	    "2024年1-6月完成投资", "2024年预计完成率", "预计完成时间",
	};
	(void)state;
	for (size_t i = 0; i < N(plans) + N(others); i++) {
		const char *head = i < N(plans) ? plans[i] : others[i - N(plans)];
		char text[256];
		print_message("%s\n", head);
		(void)snprintf(text, sizeof text, "项目名称,总投资,%s\n甲路,9,3\n", head);
		struct said s = read_one(text, &of_2024);
		assert_string_equal(s.errors, "");
		assert_string_equal(s.projects,
				    i < N(plans) ? "甲路|90000|30000|||;" : "甲路|90000||||;");
	}
	/* words and times instead of amounts are none */
	assert_string_equal(
	    read_one("项目名称,总投资,2024年目标\n甲路,9,完成路基\n", &of_2024).projects,
	    "甲路|90000||||;");
	assert_string_equal(
	    read_one("项目名称,总投资,预计完成\n甲路,9,2024.10\n", &of_2024).projects,
	    "甲路|90000||||;");
}

static void money_of_an_unknown_kind_is_not_left_out_unasked(void **state)
{
	static const struct {
		const char *heads, *unknown, *errors;
	} rows[] = {
	    /* it may be what is missing */
	    {"总投资,2024年总投资", "2024年总投资=plan;", "1:2024年总投资:unknown_money;"},
	    {"总投资,2024年", "2024年=plan;", "1:2024年:unknown_money;"},
	    {"总投资,2024年上半年计划投资", "2024年上半年计划投资=plan;",
	     "1:2024年上半年计划投资:unknown_money;"},
	    {"年度计划,建安造价", "建安造价=total;", "1:建安造价:unknown_money;"},
	    {"年度计划,预计投资", "预计投资=total;", "1:预计投资:unknown_money;"},
	    {"预计投资", "预计投资=plan;", "1:预计投资:unknown_money;"},
	    /* it is neither, and nobody is advised to leave it out */
	    {"总投资,一期投资", "一期投资=;", ""},
	    {"总投资,2023年预算", "2023年预算=;", ""},
	    {"总投资,年度计划,2024年总投资", "2024年总投资=;", ""},
	    {"总投资,其中：中央（万元）", "", ""},
	    {"总投资,颜色", "颜色=-;", ""},
	};
	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		char text[256];
		print_message("%s\n", rows[i].heads);
		(void)snprintf(text, sizeof text, "项目名称,%s\n甲路,9,3,2\n", rows[i].heads);
		struct said s = read_one(text, &of_2024);
		assert_string_equal(s.unknown, rows[i].unknown);
		assert_string_equal(s.errors, rows[i].errors);
	}
}

static void two_columns_of_one_meaning_must_say_the_same(void **state)
{
	static const struct {
		const char *what, *text, *projects, *errors;
	} rows[] = {
	    {"amounts", "项目名称,总投资,项目总投资\n甲路,1,1\n乙路,2,3\n", NULL,
	     "3:项目总投资:columns_differ;"},
	    {"equal amounts in other units",
	     "项目名称,总投资（万元）,项目总投资（亿元）\n甲路,100,0.01\n", "甲路|1000000||||;",
	     ""},
	    {"equal figures in other units",
	     "项目名称,总投资（万元）,项目总投资（亿元）\n甲路,1,1\n", NULL,
	     "2:项目总投资（亿元）:columns_differ;"},
	    {"plans", "项目名称,总投资,年度计划,2024年计划投资\n甲路,9,1,2\n", NULL,
	     "2:年度计划:columns_differ;"},
	    {"units", "项目名称,总投资,责任单位,牵头单位\n甲路,9,甲局,甲 局\n乙路,9,甲局,乙局\n",
	     NULL, "3:牵头单位:columns_differ;"},
	    {"one of them empty", "项目名称,总投资,责任单位,牵头单位\n甲路,9,,乙局\n", NULL,
	     "2:牵头单位:columns_differ;"},
	    {"both empty", "项目名称,总投资,责任单位,牵头单位\n甲路,9,-,/\n", "甲路|90000||||;",
	     ""},
	    {"times in other words", "项目名称,总投资,开工时间,计划开工\n甲路,9,2024年3月,2024.3\n",
	     "甲路|90000||||;", ""},
	    {"one header twice", "项目名称,总投资,总投资\n甲路,1,2\n", NULL,
	     "2:总投资:columns_alike;"},
	    {"rows that are no projects", "项目名称,总投资,项目总投资\n甲路,1,1\n合计,1,5\n",
	     "甲路|10000||||;", ""},
	    {"numbers of the list", "总序号,序号,项目名称,总投资\n7,1,甲路,1\n8,2,乙路,1\n",
	     "甲路|10000||||;乙路|10000||||;", ""},
	    {"scale beside content", "项目名称,总投资,建设规模,建设内容\n甲路,1,5公里,路基\n",
	     "甲路|10000||||;", ""},
	    {"a name that fits other things, too",
	     "项目名称,总投资,县区,建设地点,行业,类别\n甲路,1,东区,东街,交通,基建\n",
	     "甲路|10000||||基建;", ""},
	    {"nature beside stage", "项目名称,总投资,建设性质,项目阶段\n甲路,1,新建,在建\n",
	     "甲路|10000|||在建|;", ""},
	};
	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		print_message("%s\n", rows[i].what);
		struct said s = read_one(rows[i].text, &of_2024);
		assert_string_equal(s.errors, rows[i].errors);
		if (rows[i].projects)
			assert_string_equal(s.projects, rows[i].projects);
	}
	struct workbook_asked asked = of_2024;
	asked.map[asked.n_map++] = (struct workbook_map){"总投资", "-"};
	struct said s = read_one("项目名称,总投资,项目总投资\n甲路,1,2\n", &asked);
	assert_string_equal(s.errors, "");
	assert_string_equal(s.projects, "甲路|20000||||;");
}

static void an_unknown_header_gets_the_nearest_column(void **state)
{
	static const struct workbook_asked mapped = {
	    .map = {{"工程全称", "name"}, {"花销", "total"}},
	    .n_map = 2,
	    .year = 2024,
	    .unit = "万元"};
	(void)state;
	assert_string_equal(
	    read_one("项目名称,总投资,牵头责任的单位,颜色\n甲路,1,局,红\n", &of_2024).unknown,
	    "牵头责任的单位=unit;颜色=-;");
	assert_string_equal(read_one("项目名称,花费（万元）\n甲路,1\n", &of_2024).unknown,
			    "花费（万元）=total;");
	assert_string_equal(read_one("工程全称,花销\n甲路,1\n", &mapped).projects,
			    "甲路|10000||||;");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(headers_are_found_wherever_they_stand),
	    cmocka_unit_test(the_year_is_asked_title_or_file_name),
	    cmocka_unit_test(what_is_left_out_is_told),
	    cmocka_unit_test(the_years_plan_has_many_names),
	    cmocka_unit_test(money_of_an_unknown_kind_is_not_left_out_unasked),
	    cmocka_unit_test(two_columns_of_one_meaning_must_say_the_same),
	    cmocka_unit_test(an_unknown_header_gets_the_nearest_column),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
