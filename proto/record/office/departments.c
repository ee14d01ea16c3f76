/* Departments by the words of chain templates (审批部门), each with the unit that it is here. */
#include "proto/record/record.h"

static const struct record_column columns[] = {
    {"name", "部门|审批部门|部门名称", RECORD_TEXT, .field = "name", .key = true, .value = "NAME",
     .help = "as a template names it (发改, 自然资源, 行业主管)"},
    {"unit", "对应单位|单位", RECORD_UNIT, .field = "unit", .required = true,
     .help = "the unit that it is here, id or exact name"},
    {},
};

RECORD(DEPARTMENTS, .name = "departments", .ignored = "序号|备注",
       .noun = &duban__department__descriptor, .put = DUBAN__EVENT__BODY_DEPARTMENT_PUT,
       .column = columns, .table = "department", .key = "name", .shown = "unit", .unit = "unit",
       .order = 25, .roles = RECORD_BY_OFFICE,
       .cli = {.noun = "department",
	       .set = "say which unit a template's department is (审批部门对应单位)",
	       .list = "the departments of chain templates and their units",
	       .import = "departments of chain templates (审批部门) from a CSV file or workbook"});
