/* Writes the workbook that all writers here write, in the way of libxlsxwriter. */
#include <xlsxwriter.h>

static const char *const heads[] = {"序号",	      "项目名称", "责任单位",
				    "总投资（万元）", "占比",	  "开工时间",
				    "竣工时间",	      "备注",	  "底数"};

static lxw_format *form(lxw_workbook *book, const char *code)
{
	lxw_format *f = workbook_add_format(book);
	format_set_num_format(f, code);
	return f;
}

static void number(lxw_worksheet *s, const char *at, double v, lxw_format *f)
{
	worksheet_write_number(s, lxw_name_to_row(at), lxw_name_to_col(at), v, f);
}

static void text(lxw_worksheet *s, const char *at, const char *v)
{
	worksheet_write_string(s, lxw_name_to_row(at), lxw_name_to_col(at), v, NULL);
}

static void day(lxw_worksheet *s, const char *at, lxw_datetime v, lxw_format *f)
{
	worksheet_write_datetime(s, lxw_name_to_row(at), lxw_name_to_col(at), &v, f);
}

int main(int argc, char **argv)
{
	(void)argc;
	lxw_workbook *book = workbook_new(argv[1]);
	lxw_worksheet *s = workbook_add_worksheet(book, "重点项目");
	lxw_worksheet *draft = workbook_add_worksheet(book, "底稿");
	lxw_format *money = form(book, "#,##0.00"), *share = form(book, "0.0%");
	lxw_format *date = form(book, "yyyy\"年\"m\"月\"d\"日\""), *month = form(book, "yyyy-mm");
	lxw_format *two = form(book, "0.00"), *moment = form(book, "yyyy/m/d h:mm");
	lxw_format *bold = workbook_add_format(book);
	lxw_doc_properties properties = {.created = 1704067200};
	workbook_set_properties(book, &properties);
	format_set_bold(bold);
	worksheet_merge_range(s, 0, 0, 0, 7, "2024年重点项目", NULL);
	for (int k = 0; k < 9; k++)
		worksheet_write_string(s, 1, (lxw_col_t)k, heads[k], NULL);
	for (int i = 0; i < 4; i++) {
		worksheet_write_number(s, (lxw_row_t)i + 2, 0, i + 1, NULL);
		worksheet_write_number(s, (lxw_row_t)i + 2, 8, 9, NULL);
	}
	lxw_rich_string_tuple first = {NULL, "三号"}, second = {bold, "大桥工程"};
	lxw_rich_string_tuple *runs[] = {&first, &second, NULL};
	worksheet_write_rich_string(s, 2, 1, runs, NULL);
	worksheet_merge_range(s, 2, 2, 3, 2, "市交通局", NULL);
	number(s, "D3", 113939.985, money);
	number(s, "E3", 0.125, share);
	day(s, "F3", (lxw_datetime){2024, 3, 1, 0, 0, 0}, date);
	day(s, "G3", (lxw_datetime){2025, 12, 1, 0, 0, 0}, month);
	text(s, "H3", "甲\n乙 & <丙>");
	text(s, "B4", "白塔小学");
	worksheet_write_formula(s, 3, 3, "=D3*2", money);
	number(s, "E4", 0.3, share);
	number(s, "F4", 2024.1, two);
	day(s, "G4", (lxw_datetime){2024, 3, 1, 8, 30, 0}, moment);
	worksheet_write_boolean(s, 3, 7, 1, NULL);
	text(s, "B5", "退出项目");
	text(s, "C5", "市住建局");
	number(s, "D5", 9, money);
	number(s, "E5", 1, share);
	text(s, "B6", "石桥医院");
	text(s, "C6", "市卫健委");
	number(s, "D6", 0.1 + 0.2, money);
	worksheet_write_formula_str(s, 5, 4, "=NA()", share, "#N/A");
	day(s, "F6", (lxw_datetime){2024, 10, 8, 0, 0, 0}, date);
	text(s, "G6", "2025.12");
	text(s, "H6", "  首尾 ");
	lxw_row_col_options hidden = {.hidden = LXW_TRUE};
	worksheet_set_row_opt(s, 4, LXW_DEF_ROW_HEIGHT, NULL, &hidden);
	worksheet_set_column_opt(s, 8, 8, LXW_DEF_COL_WIDTH, NULL, &hidden);
	text(draft, "A1", "旧表");
	worksheet_hide(draft);
	return workbook_close(book) == LXW_NO_ERROR ? 0 : 1;
}
