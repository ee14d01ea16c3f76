/* The workbooks of tests/data/workbooks: the same table by five programs. What they differ in is
 * what the programs do differently, and is seen in a spreadsheet program, too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/ttemp.h"
#include "proto/array.h"
#include "unit/cli/xlsx_said.h"

#define HEADS                                                                                                          \
	"[重点项目] -I A1=2024年重点项目 A2=序号 B2=项目名称 C2=责任单位 D2=总投资（万元） " \
	"E2=占比 F2=开工时间 G2=竣工时间 H2=备注 A3=1 B3=三号大桥工程 C3=市交通局 "              \
	"D3=113939.985 E3=12.5% "
#define SECOND "H3=甲\n乙 & <丙> A4=2 B4=白塔小学 "
#define FOURTH "H4=TRUE -5 A6=4 B6=石桥医院 C6=市卫健委 D6=0.30 "
#define END "G6=2025.12 H6=  首尾  (A1:H1) (C3:C4) [底稿]hidden A1=旧表"
#define DAYS "F3=2024-03-01 G3=2025-12 "

static void every_writer_is_read_as_people_see_it(void **state)
{
	static const struct {
		const char *file, *want;
	} rows[] = {
	    {"openpyxl", HEADS DAYS SECOND
	     "D4=#N/A!not_calculated E4=30% F4=2024.10 G4=2024-03-01 08:30 " FOURTH
	     "E6=#N/A!not_calculated F6=2024-10-08 " END},
	    {"libreoffice",
	     HEADS DAYS SECOND "D4=227879.97 E4=30% F4=2024.10 G4=2024-03-01 08:30 " FOURTH
			       "E6=#N/A!excel_error F6=2024-10-08 " END},
	    {"libxlsxwriter",
	     HEADS DAYS SECOND "D4=0.00!stored_zero E4=30% F4=2024.10 G4=2024-03-01 08:30 " FOURTH
			       "E6=#N/A F6=2024-10-08 " END},
	    {"sheetjs", HEADS DAYS SECOND
	     "D4=#N/A!not_calculated E4=30% F4=2024.10 G4=2024-03-01 08:30:43 " FOURTH
	     "E6=#N/A!excel_error F6=2024-10-08 " END},
	    {"exceljs", HEADS "F3=2024-02-29!day_doubtful G3=2025-11!day_doubtful " SECOND
			      "D4=#N/A!not_calculated E4=30% F4=2024.10 G4=2024-03-01 00:30 " FOURTH
			      "E6=#N/A!excel_error F6=2024-10-07!day_doubtful " END},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char path[512];
		size_t size;
		(void)snprintf(path, sizeof path, SOURCE_DIR "/tests/data/workbooks/%s.xlsx",
			       rows[i].file);
		void *raw = ttemp_read(path, &size);
		char *said = say_bytes(BYTES(raw, size), false);
		assert_string_equal(said, rows[i].want);
		free(said);
		free(raw);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_writer_is_read_as_people_see_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
