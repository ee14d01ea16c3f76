/* Records of stored files (佐证); the bytes go their own way. */
#include "proto/limits.h"
#include "proto/record/record.h"

static const struct record_column columns[] = {
    {"digest", "摘要|SM3", RECORD_DIGEST, .field = "digest", .key = true},
    {"project", "项目代码", RECORD_PROJECT, .field = NULL},
    {"also", "同时用于|共用项目", RECORD_TEXT, .field = NULL, .many = true},
    {"name", "文件名|名称", RECORD_TEXT, .field = "name", .required = true, .max = FILE_NAME_MAX},
    {"media_type", "文件类型", RECORD_TEXT, .field = "media_type"},
    {"place", "地点", RECORD_TEXT, .field = "place"},
    {"verifier", "核验人", RECORD_TEXT, .field = "verifier"},
    {"verifier_unit", "核验单位", RECORD_TEXT, .field = "verifier_unit"},
    {"verifier_post", "核验职务", RECORD_TEXT, .field = "verifier_post"},
    {"size", "字节数", RECORD_NUMBER, .field = NULL},
    {"taken", "拍摄时间", RECORD_DATE, .field = NULL},
    {"put", "存入时间", RECORD_DATE, .field = NULL},
    {},
};

RECORD(EVIDENCE, .name = "evidence", .noun = &duban__evidence__descriptor,
       .put = DUBAN__EVENT__BODY_EVIDENCE_PUT, .column = columns, .table = "evidence",
       .key = "digest", .shown = "name", .no_revert = "its bytes were put by another command",
       .order = 150, .roles = RECORD_BY_OFFICE,
       .cli = {.noun = "evidence",
	       .no_set = true,
	       .list = "stored files (佐证清单)",
	       .import = "records of evidence (佐证) from a CSV file or workbook, not the bytes"});
