/* Whole sheets, one row for each peculiarity named in import-formats: which rows become projects,
 * which do not, and what the sheet declares. */
#include "client/cli/workbook/columns/header.h"
#include "client/cli/workbook/end.h"
#include "client/cli/workbook/workbook.h"
#include "unit/cli/workbook_said.h"

#define HEAD "序号,项目名称,责任单位,总投资,年度计划投资\n"

static const struct {
	const char *what, *text, *projects, *skipped;
} lines[] = {
    {"a sum of one project's funds",
     "序号,项目名称,总投资,资金来源,金额\n1,甲路,9,中央,4\n,,,地方,5\n,,,合计,9\n",
     "甲路|90000||||;", "3:more;4:more;"},
    {"projects that all begin with a section's mark", "项目名称,总投资\n一、甲路,9\n二、乙路,8\n",
     "一、甲路|90000||||;二、乙路|80000||||;", ""},
    {"a year in a column", "项目名称,总投资,年份,建设阶段\n甲路,9,2024,2024年续建\n",
     "甲路|90000|||在建|;", ""},
    {"section rows of all marks",
     HEAD ",一、交通（1个）,,,\n1,甲路,局,1,\n,（一）公路,,,\n1,乙路,局,2,\n,"
	  "Ⅰ水利,,,\n1,丙库,局,3,\n"
	  ",——其他,,,\n1,丁楼,局,4,\n,1.住房（1个）,,,\n1,戊楼,局,5,\n,(1)"
	  "教育（1个）,,,\n1,己校,局,6,\n",
     "甲路|10000||局||交通;乙路|20000||局||公路;丙库|30000||局||水利;丁楼|"
     "40000||局||其他;"
     "戊楼|50000||局||住房;己校|60000||局||教育;",
     "2:section;4:section;6:section;8:section;10:section;12:section;"},
    {"a section's mark in the sequence column", HEAD "一,交通,,1,\n1,甲路,局,1,\n",
     "甲路|10000||局||交通;", "2:section;"},
    {"bare stage rows",
     HEAD ",续建项目（1项）,,1,\n1,甲路,局,1,\n,新开工项目（1项）,,2,\n1,"
	  "乙路,局,2,\n",
     "甲路|10000||局|在建|;乙路|20000||局|计划新开工|;", "2:section;4:section;"},
    {"stage rows with a year", HEAD ",2024年续建项目（1项）,,1,\n1,甲路,局,1,\n",
     "甲路|10000||局|在建|;", "2:section;"},
    {"owner and city rows",
     "序号,项目名称,建设地点,总投资,年度计划投资\n,南宁市人民政府,1,1,\n1,"
     "甲路,城北,1,\n,南 宁 市,,,\n2,乙路,城南,2,\n",
     "甲路|10000||南宁市人民政府||;乙路|20000||南宁市||;", "2:section;4:section;"},
    {"data rows with a section's mark", HEAD "1,(3)某水库,局,1,\n2,1.5兆瓦电站,局,2,\n",
     "(3)某水库|10000||局||;1.5兆瓦电站|20000||局||;", ""},
    {"the total first, with errors of the spreadsheet", HEAD ",合计,#REF!,#REF!,3\n1,甲路,局,1,3\n",
     "甲路|10000|30000|局||;", "2:total;"},
    {"totals and subtotals",
     HEAD "1,甲路,局,1,\n,小计,,1,\n2,乙路,局,2,\n,合 计,,3,\n总计（2个）,,,3,\n",
     "甲路|10000||局||;乙路|20000||局||;", "3:total;5:total;6:total;"},
    {"sequences restart, 1.0, brackets, none",
     HEAD "1.0,甲路,局,1,\n（2）,乙路,局,2,\n1、,丙路,局,3,\n,丁路,局,4,\n",
     "甲路|10000||局||;乙路|20000||局||;丙路|30000||局||;丁路|40000||局||;", ""},
    {"a project in two rows",
     "序号,项目名称,总投资,资金来源,金额\n1,甲路,9,中央,4\n,,,地方,5\n2,乙路,"
     "8,自筹,8\n",
     "甲路|90000||||;乙路|80000||||;", "3:more;"},
    {"its amount in the second row, too",
     "序号,项目名称,资金来源,总投资\n1,甲路,中央,4\n,,地方,5\n", "甲路|90000||||;",
     "3:more_added;"},
    {"notes", HEAD "1,甲路,局,1,\n备注:标★的为2025年重大项目,,,,\n,注：数据来源于各县,,,\n",
     "甲路|10000||局||;", "3:note;4:note;"},
    {"marks stick to names",
     HEAD "1,★甲路,局,1,\n2,新建吴忠至中卫铁路项目▲,局,2,\n3,乙路*,局,3,\n4,"
	  "桂林▪两江四湖,局,4,\n",
     "甲路|10000||局||★;新建吴忠至中卫铁路项目|20000||局||▲;乙路|30000||局||*"
     ";"
     "桂林▪两江四湖|40000||局||;",
     ""},
    {"the header again on the next page",
     HEAD "1,甲路,局,1,\n序号,项目名称,责任单位,总投资,年度计划投资\n2,乙路,"
	  "局,2,\n",
     "甲路|10000||局||;乙路|20000||局||;", "3:header_again;"},
    {"the columns' numbers", HEAD "1,2,3,4,5\n1,甲路,局,1,\n", "甲路|10000||局||;",
     "2:header_again;"},
    {"甲 and ones are no columns' numbers", "项目名称,总投资,年度计划投资\n甲,1,1\n",
     "甲|10000|10000|||;", ""},
    {"a section of one row, after others like it",
     "项目名称,建设地点,总投资\n交通,,3\n甲路,北,1\n乙路,北,2\n水利,,4\n丙库,南,4\n",
     "甲路|10000||||交通;乙路|20000||||交通;丙库|40000||||水利;", "2:section;5:section;"},
    {"a project without place is no section", "项目名称,建设地点,总投资\n甲路,,4\n丙库,南,4\n",
     "甲路|40000||||;丙库|40000||||;", ""},
    {"marks in a column of their own", "项目名称,标识,总投资\n甲路,★,1\n乙路▲,,2\n",
     "甲路|10000||||★;乙路|20000||||▲;", ""},
    {"units and trades merged over several rows, left of the name",
     "责任单位,行业,项目名称,总投资\n甲局,交通,甲路,1\n,,乙路,2\n乙局,,丙路,3\n小计,,,6\n,,丁路,"
     "4\n",
     "甲路|10000||甲局||交通;乙路|20000||甲局||交通;丙路|30000||乙局||交通;丁路|40000||||;",
     "5:total;"},
    {"right of the name an empty cell is empty",
     "项目名称,责任单位,行业,总投资\n甲路,甲局,交通,1\n乙路,,,2\n",
     "甲路|10000||甲局||交通;乙路|20000||||;", ""},
    {"no amount", HEAD "1,甲路,局,待定,—\n2,乙路,局,/,2\n", "乙路||20000|局||;", "2:no_amount;"},
    {"no name", HEAD "1,,局,1,\n2,乙路,局,2,\n", "乙路|20000||局||;", "2:no_name;"},
    {"several units in a cell", HEAD "1,甲路,\"市交通局、泾 县\n市水利局\",1,\n",
     "甲路|10000||市交通局;泾县;市水利局||;", ""},
    {"rows are numbered as a spreadsheet shows them", "项目名称,总投资\n\"甲\n路\",1\n\n合计,1\n",
     "甲路|10000||||;", "4:total;"},
};

static void every_row_is_a_project_or_says_why_not(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(lines); i++) {
		print_message("%s\n", lines[i].what);
		struct said s = read_one(lines[i].text, &of_2024);
		assert_string_equal(s.errors, "");
		assert_string_equal(s.projects, lines[i].projects);
		assert_string_equal(s.skipped, lines[i].skipped);
	}
}

static void errors_are_only_what_an_imported_row_needs(void **state)
{
	static const struct {
		const char *what, *text, *errors;
	} rows[] = {
	    {"none in total, section and skipped rows and in unused columns",
	     "序号,项目名称,总投资,备注\n,合计,#REF!,\n,一、交通（1个）,#REF!,\n1,"
	     "甲路,1,#REF!\n2,乙路,-,#REF!\n",
	     ""},
	    {"an amount", HEAD "1,甲路,局,#REF!,\n", "2:总投资:excel_error;"},
	    {"a plan", HEAD "1,甲路,局,1,#N/A\n", "2:年度计划投资:excel_error;"},
	    {"a unit", HEAD "1,甲路,#REF!,1,\n", "2:责任单位:excel_error;"},
	    {"a quantity", HEAD "1,甲路,局,2000万件,\n", "2:总投资:quantity;"},
	    {"words", HEAD "1,甲路,局,暂估三亿,\n", "2:总投资:not_a_number;"},
	    {"a decimal comma", HEAD "1,甲路,局,\"1,5\",\n", "2:总投资:separator;"},
	    {"none in what only describes",
	     "项目名称,总投资,建设年限,建设地点,行业,建设性质,建设内容,项目业主,批次\n甲路,1,#REF!,"
	     "#REF!,"
	     "#REF!,#REF!,#REF!,#REF!,#REF!\n",
	     ""},
	    {"an amount of a further row",
	     "序号,项目名称,资金来源,总投资\n1,甲路,中央,4\n,,地方,#REF!\n",
	     "3:总投资:excel_error;"},
	    {"two units for one column", "单位：亿元、万元\n项目名称,总投资（万元）\n甲路,1\n", ""},
	    {"tabs", "序号\t项目名称\t总投资\n1\t甲\t1\n", "1:name:not_commas;"},
	    {"building times that cannot be read are left out",
	     "项目名称,总投资,建设年限\n甲路,1,长期\n乙路,1,2025-2023\n", ""},
	    {"no name", "序号,单位名,总投资\n1,甲,1\n", "1:name:no_name_column;"},
	    {"no amount", "序号,项目名称,责任单位\n1,甲,局\n", "1:total:no_amount_column;"},
	    {"a summary", "行标签,项目个数,求和项:总投资\n交通,3,1\n", "1:name:only_summary;"},
	    {"a summary with names", "名称,项目个数,总投资\n交通,3,1\n", "1:name:only_summary;"},
	};
	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		print_message("%s\n", rows[i].what);
		assert_string_equal(read_one(rows[i].text, &of_2024).errors, rows[i].errors);
	}
	assert_string_equal(
	    read_one("项目名称,总投资\n甲路,1\n乙路,2\n", &(struct workbook_asked){.year = 2024})
		.errors,
	    "2:总投资:no_unit;");
}

static const struct {
	const char *what, *text, *checks;
} declared[] = {
    {"an amount that bounds is no sum", "2024年总投资10亿元以上项目\n项目名称,总投资\n甲路,1\n",
     ""},
    {"a section's count and sums",
     HEAD ",一、交通（2个）,,3.01,2\n1,甲路,局,1.01,1\n2,乙路,局,2,1\n",
     "一、交通（2个） 2 2;一、交通（2个） 总投资 30100 30100;一、交通（2个） "
     "计划投资 20000 20000;"},
    {"one cent less", "项目名称,总投资（元）\n甲路,1.01\n乙路,2\n合计,3.02\n",
     "合计 总投资 3.02 3.01!;"},
    {"a project too few", HEAD ",一、交通（3个）,,,\n1,甲路,局,1,\n2,乙路,局,2,\n",
     "一、交通（3个） 3 2!;"},
    {"sections within sections",
     HEAD ",一、交通（2个）,,3,\n,（一）公路（1个）,,1,\n1,甲路,局,1,\n,"
	  "（二）铁路（1个）,,2,\n1,乙路,局,2,\n"
	  ",二、水利（1个）,,4,\n1,丙库,局,4,\n,合计,,7,\n",
     "一、交通（2个） 2 2;一、交通（2个） 总投资 30000 "
     "30000;（一）公路（1个） 1 1;"
     "（一）公路（1个） 总投资 10000 10000;（二）铁路（1个） 1 "
     "1;（二）铁路（1个） 总投资 20000 20000;"
     "二、水利（1个） 1 1;二、水利（1个） 总投资 40000 40000;合计 总投资 "
     "70000 70000;"},
    {"a count in a column that holds texts",
     "序号,项目名称,建设规模及内容,总投资\n,合计,2,#REF!\n1,甲路,10公里,1\n2,"
     "乙路,20公里,2\n",
     "合计 2 2;"},
    {"counts in a column of their own",
     "序号,项目名称,项目个数,总投资\n,合计,2,4\n一,交通,2,3\n1,甲路,,1\n2,乙路,,2\n",
     "合计 2 2;合计 总投资 40000 30000!;一交通 2 2;一交通 总投资 30000 30000;"},
    {"owner rows",
     "序号,项目名称,建设性质,总投资,2024年计划投资\n,南宁市人民政府,1,5.5,"
     "2\n1,甲路,续建,5.5,2\n",
     "南宁市人民政府 1 1;南宁市人民政府 总投资 55000 55000;南宁市人民政府 "
     "计划投资 20000 20000;"},
    {"the title's count", "2024年重点项目表（共3项）\n项目名称,总投资\n甲路,1\n乙路,2\n",
     "2024年重点项目表（共3项） 3 2!;"},
    {"subtotals below their rows",
     "项目名称,总投资\n甲路,1\n乙路,2\n小计,3\n丙路,4\n小计,5\n合计,7\n",
     "小计 总投资 30000 30000;小计 总投资 50000 40000!;合计 总投资 70000 "
     "70000;"},
    {"a slip of the unit",
     "项目名称,总投资,"
     "年度计划完成投资\n\"一、社会事业（1个），年度计划完成投资3.06亿元\",,"
     "\n学校,5亿元,3.06万元\n",
     "一、社会事业（1个），年度计划完成投资3.06亿元 1 1;"
     "一、社会事业（1个），年度计划完成投资3.06亿元 计划投资 306000000 "
     "30600!;"},
};

static void declared_figures_are_checked_to_the_cent(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(declared); i++) {
		print_message("%s\n", declared[i].what);
		struct said s = read_one(declared[i].text, &of_2024);
		assert_string_equal(s.errors, "");
		assert_string_equal(s.checks, declared[i].checks);
	}
}

static void owner_and_builder_are_kept(void **state)
{
	struct workbook s = {};
	(void)state;
	take(&s,
	     "项目名称,项目业主,建设单位,总投资\n甲路,城投 集团,\"某建设\n公司\",1\n乙路,-,/,1\n",
	     &of_2024, "");
	assert_string_equal(s.project[0].owner, "城投集团");
	assert_string_equal(s.project[0].legal_entity, "某建设公司");
	assert_string_equal(s.project[1].owner, "");
	assert_string_equal(s.project[1].legal_entity, "");
	workbook_done(&s);
}

static void a_month_without_a_year_is_in_that_of_its_row(void **state)
{
	static const struct workbook_asked nothing = {.unit = "万元"};
	struct workbook s = {};
	(void)state;
	take(&s, "项目名称,年度,总投资,开工时间\n甲路,2024,1,3月底\n乙路,2025年,1,上半年\n",
	     &nothing, "");
	assert_int_equal(s.errors.n, 0);
	assert_int_equal(s.project[0].start, 202403);
	assert_int_equal(s.project[1].start, 202506);
	workbook_done(&s);
}

static void two_rows_of_one_name_and_unit_are_asked(void **state)
{
	static const struct {
		const char *what, *text, *projects, *errors;
	} rows[] = {
	    {"in one sheet", HEAD "1,甲路,局,1,\n2,乙路,局,2,\n3,甲路,局,1,\n",
	     "甲路|10000||局||;乙路|20000||局||;", "4::two_rows;"},
	    {"three of them", HEAD "1,甲路,局,1,\n2,甲路,局,2,\n3,甲路,局,1,\n",
	     "甲路|10000||局||;", "3::two_rows;4::two_rows;"},
	    {"without a unit", "项目名称,总投资\n甲路,1\n甲路,2\n", "甲路|10000||||;",
	     "3::two_rows;"},
	    {"of two units", HEAD "1,甲路,局,1,\n2,甲路,厅,2,\n",
	     "甲路|10000||局||;甲路|20000||厅||;", ""},
	    {"of two places", "项目名称,县区,总投资\n甲路,东区,1\n甲路,西区,2\n",
	     "甲路|10000||||;甲路|20000||||;", ""},
	    {"with codes", "项目代码,项目名称,总投资\nA-1,甲路,1\nA-2,甲路,2\n",
	     "甲路|10000||||;甲路|20000||||;", ""},
	    {"one with a code", "项目代码,项目名称,总投资\nA-1,甲路,1\n,甲路,2\n",
	     "甲路|10000||||;", "3::two_rows;"},
	};
	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		print_message("%s\n", rows[i].what);
		struct said s = read_one(rows[i].text, &of_2024);
		assert_string_equal(s.projects, rows[i].projects);
		assert_string_equal(s.errors, rows[i].errors);
	}
	struct workbook s = {};
	take(&s, "项目名称,责任单位,总投资\n甲路,局,1\n", &of_2024, "续建");
	take(&s, "项目名称,责任单位,总投资\n甲路,局,2\n", &of_2024, "新开工");
	assert_string_equal(say(&s).errors, "2::two_amounts;");
	assert_string_equal(s.errors.note[0].arg, "续建 2");
	workbook_done(&s);
}

static void workbooks_are_read_sheet_by_sheet(void **state)
{
	struct workbook s = {};
	(void)state;
	take(&s, "行标签,计数项:项目\n交通,3\n", &of_2024, "汇总");
	take(&s, "项目名称,责任单位,总投资\n甲路★,局,1\n合计,,1\n", &of_2024, "续建");
	take(&s, "项目名称,责任单位,总投资\n甲路▲,局,1\n乙路,局,2\n", &of_2024, "新开工项目");
	take(&s, "项目名称,责任单位,总投资\n丙楼,局,3\n", &of_2024, "Sheet1");
	take(&s, "项目名称,责任单位,总投资\n丁楼,局,3\n", &of_2024, "水利");
	struct said one = say(&s);
	assert_string_equal(one.projects, "甲路|10000||局|在建|★;乙路|20000||局|计划新开工|;"
					  "丙楼|30000||局||;丁楼|30000||局||水利;");
	assert_string_equal(one.checks, "续建/合计 总投资 10000 10000;");
	assert_string_equal(one.skipped, "3:total;2:twice;");
	assert_string_equal(one.errors, "");
	assert_int_equal(s.remarks.n, 1);
	assert_string_equal(s.remarks.note[0].code, "sheet.summary");
	workbook_done(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_row_is_a_project_or_says_why_not),
	    cmocka_unit_test(errors_are_only_what_an_imported_row_needs),
	    cmocka_unit_test(declared_figures_are_checked_to_the_cent),
	    cmocka_unit_test(owner_and_builder_are_kept),
	    cmocka_unit_test(a_month_without_a_year_is_in_that_of_its_row),
	    cmocka_unit_test(two_rows_of_one_name_and_unit_are_asked),
	    cmocka_unit_test(workbooks_are_read_sheet_by_sheet),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
