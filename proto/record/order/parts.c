/* Parts of orders: co-handlers (协办) and items, each with an answer of its own. */
#include "proto/limits.h"
#include "proto/record/record.h"

static const struct record_column columns[] = {
    {"order", "文号|督办件文号", RECORD_REFER, .field = "order", .refers = "orders", .key = true,
     .value = "NUMBER"},
    {"no", "分项号|序号", RECORD_NUMBER, .field = "no", .key = true, .min = 1, .max = 999},
    {"unit", "承办单位|协办单位", RECORD_UNIT, .field = "unit", .required = true},
    {"text", "分项内容|意见内容", RECORD_TEXT, .field = "text", .max = TEXT_MAX},
    {"due", "答复时限|期限", RECORD_DATE, .field = "due_date",
     .help = "by when it is answered; the order's own day if not given"},
    {"answer", "答复内容|答复", RECORD_TEXT, .field = "answer", .max = TEXT_MAX, .hidden = true},
    {"answered", "答复日期", RECORD_DATE, .field = "answered_date", .past = true, .hidden = true},
    {"withdrawn", "是否撤销", RECORD_BOOL, .field = "withdrawn",
     .help = "no answer is needed any more"},
    {},
};

RECORD(PARTS, .name = "parts", .ignored = "备注", .noun = &duban__order_part__descriptor,
       .put = DUBAN__EVENT__BODY_ORDER_PART_PUT, .column = columns, .table = "order_part",
       .key = "order no", .shown = "text", .order = 343, .unit = "unit",
       .roles = RECORD_BY_OFFICE | RECORD_ROLE(SUPERVISION),
       .cli = {.noun = "part",
	       .set = "a co-handler (协办) of an order, or an item of it with an answer of its own",
	       .list = "co-handlers and items of orders",
	       .import = "parts of orders (协办、分项), a part a row, from a CSV file or workbook",
	       .args = "NUMBER NO"});
