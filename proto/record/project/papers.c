/* Papers of the dossier (入库资料). */
#include "proto/limits.h"
#include "proto/record/record.h"

static const struct record_column columns[] = {
    {"project", "项目代码|项目编号|项目", RECORD_PROJECT, .field = "project", .key = true},
    {"paper", "资料|资料名称|入库资料", RECORD_TEXT, .field = "paper", .key = true,
     .terms = "paper_name"},
    {"filed", "报送日期|提交日期", RECORD_DATE, .field = "filed_date", .past = true,
     .help = "day it came (报送日期); today if not given"},
    {"digest", "佐证摘要|摘要", RECORD_DIGEST, .field = "digest",
     .help = "digest of the stored file (佐证); - empties it"},
    {"note", "说明", RECORD_TEXT, .field = "note", .max = REASON_MAX,
     .help = "a note (说明); - empties it"},
    {},
};

RECORD(PAPERS, .name = "papers", .ignored = "序号|备注", .noun = &duban__paper__descriptor,
       .put = DUBAN__EVENT__BODY_PAPER_PUT, .column = columns, .table = "paper",
       .key = "project paper", .shown = "paper", .order = 170,
       .roles = RECORD_BY_OFFICE | RECORD_ROLE(COUNTY) | RECORD_ROLE(UNIT) | RECORD_ROLE(SECTOR),
       .cli = {.noun = "paper",
	       .set = "a paper of the dossier (入库资料) is there",
	       .list = "papers (入库资料) that are there",
	       .import = "papers of the dossiers (入库资料) from a CSV file or workbook"});
