/* Rows that say of what another row consists: numbered parts of a package and breakdowns. They are
 * neither projects nor sections where they add up, and asked where they do not. */
#include "client/cli/workbook/columns/number.h"
#include "unit/cli/workbook_said.h"

#define HEAD "序号,项目名称,责任单位,总投资,年度计划投资\n"
#define TWO "东城打捆|30000000|3000000|局||;西城|5000000|500000|局||;"
#define TWO_PARTS "3:part;4:part;"
#define SUMS "东城打捆 子项 总投资 30000000 30000000;东城打捆 子项 计划投资 3000000 3000000;"

/* A package of two parts with these numbers. */
#define PACKAGE(one, two)                                                                          \
	HEAD "1,东城打捆,局,3000,300\n" one ",东一路,局,1000,100\n" two                            \
	     ",东二路,局,2000,200\n2,西城,局,500,50\n"

static const struct {
	const char *what, *text, *projects, *skipped, *errors, *checks;
} lists[] = {
    {"(1)", PACKAGE("（1）", "（2)"), TWO, TWO_PARTS, "", SUMS},
    {"1)", PACKAGE("1)", "2）"), TWO, TWO_PARTS, "", SUMS},
    {"①", PACKAGE("①", "②"), TWO, TWO_PARTS, "", SUMS},
    {"⑴", PACKAGE("⑴", "⑵"), TWO, TWO_PARTS, "", SUMS},
    {"1.1", PACKAGE("1.1", "1.2"), TWO, TWO_PARTS, "", SUMS},
    {"1．1、", PACKAGE("1．1、", "1．2、"), TWO, TWO_PARTS, "", SUMS},
    {"1-1", PACKAGE("1-1", "1-2"), TWO, TWO_PARTS, "", SUMS},
    {"1—1", PACKAGE("1—1", "1—2"), TWO, TWO_PARTS, "", SUMS},
    {"(一)", PACKAGE("（一）", "（二）"), TWO, TWO_PARTS, "", SUMS},
    {"1-1 that became a day", PACKAGE("2024-01-01", "2024-01-02"), TWO, TWO_PARTS, "", SUMS},
    {"1月1日", PACKAGE("1月1日", "1月2日"), TWO, TWO_PARTS, "", SUMS},
    {"1.10 that became 1.1",
     "序号,项目名称,总投资\n1,东城打捆,55\n1.1,路一,1\n1.2,路二,2\n1.3,路三,3\n1.4,路四,4\n1.5,"
     "路五,5\n"
     "1.6,路六,6\n1.7,路七,7\n1.8,路八,8\n1.9,路九,9\n1.1,路十,10\n2,西城,5\n",
     "东城打捆|550000||||;西城|50000||||;",
     "3:part;4:part;5:part;6:part;7:part;8:part;9:part;10:part;11:part;12:part;", "",
     "东城打捆 子项 总投资 550000 550000;"},
    {"sections (一) behind a project",
     HEAD
     "1,甲路,局,1,\n（一）,教育,,5,\n1,乙校,局,3,\n2,丙校,局,2,\n（二）,卫生,,7,\n1,丁院,局,7,\n",
     "甲路|10000||局||;乙校|30000||局||教育;丙校|20000||局||教育;丁院|70000||局||卫生;",
     "3:section;6:section;", "", "（一）教育 总投资 50000 50000;（二）卫生 总投资 70000 70000;"},
    {"numbers in front of the names",
     HEAD "1,东城打捆,局,3000,300\n,（1）东一路,局,1000,100\n,（2）东二路,,2000,200\n"
	  "2,西城,局,500,50\n",
     TWO, TWO_PARTS, "", SUMS},
    {"no column of numbers at all",
     "项目名称,总投资\n1.东城打捆,3000\n（1）东一路,1000\n（2）东二路,2000\n2.西城,500\n",
     "1.东城打捆|30000000||||;2.西城|5000000||||;", TWO_PARTS, "",
     "1.东城打捆 子项 总投资 30000000 30000000;"},
    {"parts without a number, since they come to the row above",
     HEAD "1,东城打捆,局,3000,300\n,东一路,局,1000,100\n,东二路,局,2000,200\n2,西城,局,500,50\n",
     TWO, TWO_PARTS, "", SUMS},
    {"rows without a number that come to nothing are projects",
     HEAD "1,东城,局,3000,300\n,东一路,局,1000,100\n,东二路,局,2001,200\n",
     "东城|30000000|3000000|局||;东一路|10000000|1000000|局||;东二路|20010000|2000000|局||;", "",
     "", ""},
    {"parts of parts",
     HEAD "1,东城打捆,局,3000,300\n1.1,东片,局,1000,100\n1.1.1,东一路,局,400,40\n"
	  "1.1.2,东二路,局,600,60\n1.2,西片,局,2000,200\n2,西城,局,500,50\n",
     TWO, "3:part;4:part;5:part;6:part;", "", SUMS},
    {"over two pages",
     HEAD "1,东城打捆,局,3000,300\n（1）,东一路,局,1000,100\n序号,项目名称,责任单位,总投资,"
	  "年度计划投资\n（2）,东二路,局,2000,200\n2,西城,局,500,50\n",
     TWO, "3:part;4:header_again;5:part;", "", SUMS},
    {"amounts in the row above only",
     HEAD "1,东城打捆,局,3000,300\n（1）,东一路,局,,\n（2）,东二路,局,,\n2,西城,局,500,50\n", TWO,
     TWO_PARTS, "", ""},
    {"one amount of the two is broken down",
     HEAD
     "1,东城打捆,局,3000,300\n（1）,东一路,局,1000,\n（2）,东二路,局,2000,\n2,西城,局,500,50\n",
     TWO, TWO_PARTS, "", "东城打捆 子项 总投资 30000000 30000000;"},
    {"a fen too little is asked",
     "序号,项目名称,总投资（元）\n1,东城打捆,3000\n（1）,东一路,1000\n（2）,东二路,1999.99\n",
     "东城打捆|3000||||;", TWO_PARTS, "2::parts_differ;", "东城打捆 子项 总投资 3000 2999.99!;"},
    {"two packages, both asked",
     HEAD "1,甲捆,局,3,\n1.1,甲一,局,1,\n2,乙捆,局,3,\n2.1,乙一,局,4,\n",
     "甲捆|30000||局||;乙捆|30000||局||;", "3:part;5:part;", "2::parts_differ;4::parts_differ;",
     "甲捆 子项 总投资 30000 10000!;乙捆 子项 总投资 30000 40000!;"},
    {"nothing to add up to is asked",
     HEAD "1,东城打捆,局,,\n（1）,东一路,局,1000,100\n（2）,东二路,局,2000,200\n", "",
     "2:no_amount;3:part;4:part;", "2::parts_unsummed;", ""},
    {"a numbered row with only a name is a section",
     HEAD "1,交通,,,\n1.1,东一路,局,1000,100\n1.2,东二路,局,2000,200\n2,西城,局,5,\n",
     "东一路|10000000|1000000|局||交通;东二路|20000000|2000000|局||交通;西城|50000||局||;",
     "2:section;", "", ""},
    {"so is one that declares how many",
     HEAD "1,交通（2个）,,3000,300\n（1）,东一路,局,1000,100\n（2）,东二路,局,2000,200\n"
	  "2,西城,局,5,\n",
     "东一路|10000000|1000000|局||交通;东二路|20000000|2000000|局||交通;西城|50000||局||;",
     "2:section;", "",
     "交通（2个） 2 2;交通（2个） 总投资 30000000 30000000;交通（2个） 计划投资 3000000 3000000;"},
    {"one with sums alone, over rows with units, may be either",
     HEAD "1,交通,,3,\n1.1,甲路,局,1,\n1.2,乙路,局,2,\n2,水利,,3,\n2.1,丙库,局,3,\n",
     "交通|30000||||;水利|30000||||;", "3:part;4:part;6:part;",
     "2::parts_or_section;5::parts_or_section;",
     "交通 子项 总投资 30000 30000;水利 子项 总投资 30000 30000;"},
    {"unless it is called a package",
     HEAD "1,东城打捆,,3,\n1.1,甲路,局,1,\n1.2,乙路,局,2,\n2,旧城改造,,3,\n2.1,丙区,局,3,\n",
     "东城打捆|30000||||;旧城改造|30000||||;", "3:part;4:part;6:part;", "",
     "东城打捆 子项 总投资 30000 30000;旧城改造 子项 总投资 30000 30000;"},
    {"a package that says how many parts it has is none",
     HEAD "1,道路打捆项目（2个）,,3,\n（1）,东一路,局,1,\n（2）,东二路,局,2,\n",
     "道路打捆项目（2个）|30000||||;", TWO_PARTS, "",
     "道路打捆项目（2个） 子项 总投资 30000 30000;"},
    {"brackets that go on with the numbers of the list",
     HEAD "1,甲路,局,1,\n2,乙路,局,2,\n（3）,丙路,局,3,\n4、,丁路,局,4,\n",
     "甲路|10000||局||;乙路|20000||局||;丙路|30000||局||;丁路|40000||局||;", "", "", ""},
    {"a list in brackets below sections",
     HEAD ",一、交通（2个）,,3,\n（1）,甲路,局,1,\n（2）,乙路,局,2,\n,二、水利（1个）,,3,\n（1）,"
	  "丙库,局,3,\n",
     "甲路|10000||局||交通;乙路|20000||局||交通;丙库|30000||局||水利;", "2:section;5:section;", "",
     "一、交通（2个） 2 2;一、交通（2个） 总投资 30000 30000;二、水利（1个） 1 1;"
     "二、水利（1个） 总投资 30000 30000;"},
    {"sections in brackets behind a project",
     HEAD "1,甲路,局,1,\n,(1)教育,,5,\n1,乙校,局,3,\n2,丙校,局,2,\n,(2)卫生,,7,\n1,丁院,局,7,\n",
     "甲路|10000||局||;乙校|30000||局||教育;丙校|20000||局||教育;丁院|70000||局||卫生;",
     "3:section;6:section;", "", "(1)教育 总投资 50000 50000;(2)卫生 总投资 70000 70000;"},
    {"sections in brackets without amounts",
     HEAD "1,甲路,局,1,\n,(1)教育,,,\n2,乙校,局,3,\n,(2)卫生,,,\n3,丙院,局,2,\n",
     "甲路|10000||局||;乙校|30000||局||教育;丙院|20000||局||卫生;", "3:section;5:section;", "", ""},
    {"one row without a number is a project, though it is equal",
     HEAD "1,甲路,局,3,\n,乙路,局,3,\n2,丙路,局,2,\n",
     "甲路|30000||局||;乙路|30000||局||;丙路|20000||局||;", "", "", ""},
    {"numbers that belong to names",
     HEAD "1,1.5兆瓦电站,局,1,\n2,100万吨水泥,局,2,\n,3号桥,局,3,\n,1#楼,局,4,\n",
     "1.5兆瓦电站|10000||局||;100万吨水泥|20000||局||;3号桥|30000||局||;1#楼|40000||局||;", "", "",
     ""},
    /* breakdowns */
    {"above the projects",
     HEAD ",合计,,3,\n,其中：续建,,1,\n,新建,,2,\n1,甲路,局,1,\n2,乙路,局,2,\n",
     "甲路|10000||局||;乙路|20000||局||;", "2:total;3:breakdown;4:breakdown;", "",
     "合计 其中 总投资 30000 30000;合计 总投资 30000 30000;"},
    {"below them", HEAD "1,甲路,局,1,\n2,乙路,局,2,\n,合计,,3,\n,其中：省级,,1,\n,市级,,2,\n",
     "甲路|10000||局||;乙路|20000||局||;", "4:total;5:breakdown;6:breakdown;", "",
     "合计 其中 总投资 30000 30000;合计 总投资 30000 30000;"},
    {"without 其中", HEAD ",合计,,3,\n,续建,,1,\n,新建,,2,\n1,甲路,局,1,\n2,乙路,局,2,\n",
     "甲路|10000||局||;乙路|20000||局||;", "2:total;3:breakdown;4:breakdown;", "",
     "合计 其中 总投资 30000 30000;合计 总投资 30000 30000;"},
    {"其中 in the column of numbers",
     HEAD "1,甲路,局,1,\n2,乙路,局,2,\n合计,,,3,\n其中,省级,,1,\n,市级,,2,\n",
     "甲路|10000||局||;乙路|20000||局||;", "4:total;5:breakdown;6:breakdown;", "",
     "合计 其中 总投资 30000 30000;合计 总投资 30000 30000;"},
    {"of a section", HEAD ",一、交通,,3,\n,其中：省级,,1,\n,市级,,2,\n1,甲路,局,1,\n2,乙路,局,2,\n",
     "甲路|10000||局||交通;乙路|20000||局||交通;", "2:section;3:breakdown;4:breakdown;", "",
     "一、交通 其中 总投资 30000 30000;一、交通 总投资 30000 30000;"},
    {"of a project", HEAD "1,甲路,局,3,\n,其中：征迁,,1,\n,工程,,2,\n2,乙路,局,2,\n",
     "甲路|30000||局||;乙路|20000||局||;", "3:breakdown;4:breakdown;", "",
     "甲路 其中 总投资 30000 30000;"},
    {"of a project without an amount",
     HEAD "1,甲路,局,,\n,其中：一期,,1,\n,二期,,2,\n2,乙路,局,2,\n", "乙路|20000||局||;",
     "2:no_amount;3:breakdown;4:breakdown;", "2::breakdown_unsummed;", ""},
    {"a share of the whole", HEAD ",合计,,3,\n,其中：省重点,,1,\n1,甲路,局,1,\n2,乙路,局,2,\n",
     "甲路|10000||局||;乙路|20000||局||;", "2:total;3:breakdown;", "", "合计 总投资 30000 30000;"},
    {"a share, then sections",
     HEAD
     ",合计,,5,\n,其中：省重点,,2,\n,续建项目,,3,\n1,甲路,局,3,\n,新开工项目,,2,\n1,乙路,局,2,\n",
     "甲路|30000||局|在建|;乙路|20000||局|计划新开工|;", "2:total;3:breakdown;4:section;6:section;",
     "", "合计 总投资 50000 50000;续建项目 总投资 30000 30000;新开工项目 总投资 20000 20000;"},
    {"one that does not add up is said",
     HEAD ",合计,,3,\n,其中：续建,,1,\n,新建,,1.5,\n1,甲路,局,1,\n2,乙路,局,2,\n",
     "甲路|10000||局||;乙路|20000||局||;", "2:total;3:breakdown;4:breakdown;", "",
     "合计 其中 总投资 30000 25000!;合计 总投资 30000 30000;"},
    {"more than the whole is said", HEAD ",合计,,3,\n,其中：续建,,4,\n1,甲路,局,1,\n2,乙路,局,2,\n",
     "甲路|10000||局||;乙路|20000||局||;", "2:total;3:breakdown;", "",
     "合计 其中 总投资 30000 40000!;合计 总投资 30000 30000;"},
    {"in a list without numbers",
     "项目名称,责任单位,总投资\n合计,,3\n其中：续建,,1\n新建,,2\n甲路,局,1\n乙路,局,2\n",
     "甲路|10000||局||;乙路|20000||局||;", "2:total;3:breakdown;4:breakdown;", "",
     "合计 其中 总投资 30000 30000;合计 总投资 30000 30000;"},
    {"a share in a list without numbers",
     "项目名称,责任单位,总投资\n合计,,3\n其中：省重点,,1\n甲路,局,1\n乙路,局,2\n",
     "甲路|10000||局||;乙路|20000||局||;", "2:total;3:breakdown;", "", "合计 总投资 30000 30000;"},
    {"a share in a list with nothing but names",
     "项目名称,总投资\n合计,3\n其中：省重点,0.5\n甲路,1\n乙路,2\n",
     "甲路|10000||||;乙路|20000||||;", "2:total;3:breakdown;", "", "合计 总投资 30000 30000;"},
    {"in a list with nothing but names",
     "项目名称,总投资\n合计,3\n其中：续建,1\n新建,2\n甲路,1\n乙路,2\n",
     "甲路|10000||||;乙路|20000||||;", "2:total;3:breakdown;4:breakdown;", "",
     "合计 其中 总投资 30000 30000;合计 总投资 30000 30000;"},
    {"a project in the village 其中村", HEAD "1,甲路,局,1,\n,其中村道路,局,2,\n2,其中村桥,局,3,\n",
     "甲路|10000||局||;其中村道路|20000||局||;其中村桥|30000||局||;", "", "", ""},
};

static unsigned differs(const char *what, const char *of, const char *got, const char *want)
{
	if (strcmp(got, want) == 0)
		return 0;
	print_error("%s: %s\n  got  %s\n  want %s\n", what, of, got, want);
	return 1;
}

static void what_a_row_consists_of_is_a_check(void **state)
{
	unsigned bad = 0;
	(void)state;
	for (size_t i = 0; i < N(lists); i++) {
		struct said s = read_one(lists[i].text, &of_2024);
		bad += differs(lists[i].what, "projects", s.projects, lists[i].projects);
		bad += differs(lists[i].what, "skipped", s.skipped, lists[i].skipped);
		bad += differs(lists[i].what, "errors", s.errors, lists[i].errors);
		bad += differs(lists[i].what, "checks", s.checks, lists[i].checks);
	}
	assert_int_equal(bad, 0);
}

static void the_answer_settles_what_was_asked(void **state)
{
	static const char text[] =
	    HEAD "1,东城,局,3000,\n（1）,东一路,局,1000,\n（2）,东二路,局,1500,\n"
		 "2,西城,局,500,\n";
	struct workbook_asked asked = of_2024;
	(void)state;
	asked.parts = WORKBOOK_PARTS_IN;
	struct said s = read_one(text, &asked);
	assert_string_equal(s.errors, "");
	assert_string_equal(s.projects, "东城|30000000||局||;西城|5000000||局||;");
	assert_string_equal(s.checks, "东城 子项 总投资 30000000 25000000!;");
	asked.parts = WORKBOOK_PARTS_OWN;
	s = read_one(text, &asked);
	assert_string_equal(s.errors, "");
	assert_string_equal(s.projects,
			    "东一路|10000000||局||;东二路|15000000||局||;西城|5000000||局||;");
	assert_string_equal(s.skipped, "2:section;");
	assert_string_equal(s.checks, "东城 总投资 30000000 25000000!;");
}

static void a_number_is_read_with_its_form(void **state)
{
	static const struct {
		const char *text;
		bool label;
		enum workbook_form form;
		uint32_t last;
		size_t n;
	} rows[] = {
	    {"1", false, WORKBOOK_FIGURE, 1, 1},
	    {"1.", false, WORKBOOK_FIGURE, 1, 1},
	    {"1.0", false, WORKBOOK_FIGURE, 1, 1},
	    {"第12", false, WORKBOOK_FIGURE, 12, 1},
	    {"1.10", false, WORKBOOK_FIGURE, 10, 2},
	    {"3-2", false, WORKBOOK_FIGURE, 2, 2},
	    {"1.2.3", false, WORKBOOK_FIGURE, 3, 3},
	    {"(12)", false, WORKBOOK_PAREN, 12, 1},
	    {"12)", false, WORKBOOK_PAREN, 12, 1},
	    {"⑳", false, WORKBOOK_RING, 20, 1},
	    {"⒇", false, WORKBOOK_PAREN, 20, 1},
	    {"⒈", false, WORKBOOK_FIGURE, 1, 1},
	    {"⒛", false, WORKBOOK_FIGURE, 20, 1},
	    {"", false, 0, 0, 0},
	    {"一", false, 0, 0, 0},
	    {"0", false, 0, 0, 0},
	    {"(一)", false, WORKBOOK_SPELLED, 1, 1},
	    {"2024-01-01", false, 0, 0, 0},
	    {"12345", false, WORKBOOK_FIGURE, 12345, 1},
	    {"1234567", false, 0, 0, 0},
	    {"1甲", false, 0, 0, 0},
	    {"(1)甲", true, WORKBOOK_PAREN, 1, 1},
	    {"1.甲", true, WORKBOOK_FIGURE, 1, 1},
	    {"1.1甲", true, WORKBOOK_FIGURE, 1, 2},
	    {"①甲", true, WORKBOOK_RING, 1, 1},
	    {"⒈甲", true, WORKBOOK_FIGURE, 1, 1},
	    {"1号桥", true, 0, 0, 0},
	    {"2024年甲", true, 0, 0, 0},
	    {"(1)", true, 0, 0, 0},
	};
	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		print_message("%s\n", rows[i].text);
		struct workbook_number n = workbook_number(rows[i].text, rows[i].label);
		assert_int_equal(n.form, rows[i].form);
		assert_int_equal(n.n, rows[i].n);
		assert_int_equal(n.n ? n.figure[n.n - 1] : 0, rows[i].last);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_a_row_consists_of_is_a_check),
	    cmocka_unit_test(the_answer_settles_what_was_asked),
	    cmocka_unit_test(a_number_is_read_with_its_form),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
