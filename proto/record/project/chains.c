/* Links of the yearly chains (推进链条): a row a link. */
#include "proto/record/record.h"

static const struct record_word class_words[] = {
    {"审批", DUBAN__LINK_CLASS__LINK_CLASS_APPROVAL},
    {"实施", DUBAN__LINK_CLASS__LINK_CLASS_CONSTRUCTION},
    {"建设", DUBAN__LINK_CLASS__LINK_CLASS_CONSTRUCTION},
    {"服务", DUBAN__LINK_CLASS__LINK_CLASS_SERVICE},
    {"节点", DUBAN__LINK_CLASS__LINK_CLASS_MILESTONE},
    {"里程碑", DUBAN__LINK_CLASS__LINK_CLASS_MILESTONE},
    {},
};

static const struct record_word step_words[] = {
    {"否", DUBAN__LINK_STEP__LINK_STEP_NONE},
    {"开工", DUBAN__LINK_STEP__LINK_STEP_START},
    {"入库", DUBAN__LINK_STEP__LINK_STEP_LIBRARY},
    {"入库纳统", DUBAN__LINK_STEP__LINK_STEP_LIBRARY},
    {"完工", DUBAN__LINK_STEP__LINK_STEP_COMPLETION},
    {"竣工", DUBAN__LINK_STEP__LINK_STEP_ACCEPTANCE},
    {"竣工验收", DUBAN__LINK_STEP__LINK_STEP_ACCEPTANCE},
    {"投产", DUBAN__LINK_STEP__LINK_STEP_OPERATING},
    {"达效", DUBAN__LINK_STEP__LINK_STEP_ON_TARGET},
    {},
};

static const struct record_column columns[] = {
    {"project", "项目代码|项目编号|项目", RECORD_PROJECT, .field = "project", .key = true},
    {"no", "序号|环节序号|环节编号|编号", RECORD_NUMBER, .field = "no", .key = true},
    {"chain_start", "链条起始|链条开始|链条起点|起始日期", RECORD_DATE, .field = NULL},
    {"name", "环节名称|环节|名称", RECORD_TEXT, .field = "name"},
    {"class", "类别|环节类别|类型", RECORD_ENUM, .field = "class", .terms = "link_class",
     .word = class_words, .unknown = "link.unknown_class"},
    {"unit", "责任单位|牵头单位", RECORD_UNIT, .field = "unit"},
    {"leader", "责任领导|挂点领导|分管领导", RECORD_WHO, .field = "leader"},
    {"person", "责任人|经办人|联系人", RECORD_WHO, .field = "person"},
    {"after", "前置|前置环节|紧前环节", RECORD_NUMBER, .field = "after", .many = true},
    {"limit", "办理时限|时限|期限", RECORD_LIMIT, .field = "limit"},
    {"service_unit", "服务部门|服务单位", RECORD_UNIT, .field = "service_unit"},
    {"begin", "计划启动|计划启动时间|计划开始|计划开始时间", RECORD_DATE, .field = "begin_date"},
    {"evidence", "佐证材料|证据要求|办结依据", RECORD_TEXT, .field = "evidence"},
    {"is", "项目阶段|对应阶段|即项目", RECORD_ENUM, .field = "is", .terms = "link_step",
     .word = step_words, .unknown = "link.unknown_step"},
    {"reason", "变动理由|延期理由", RECORD_TEXT, .field = NULL},
    {"year", "年度", RECORD_YEAR, .field = "year"},
    {"template", "模板", RECORD_TEXT, .field = "template"},
    {"carried_year", "结转年度", RECORD_YEAR, .field = "carried_year", .hidden = true},
    {"carried_no", "结转环节", RECORD_NUMBER, .field = "carried_no", .hidden = true},
    {"carried_clock", "结转计时", RECORD_DATE, .field = "carried_clock_date", .hidden = true},
    {},
};

RECORD(CHAINS, .name = "chains", .ignored = "备注", .noun = &duban__link__descriptor,
       .put = DUBAN__EVENT__BODY_LINK_PUT, .column = columns, .table = "link",
       .key = "project year no", .year = "year", .shown_key = "project no", .shown = "name",
       .order = 190, .roles = RECORD_BY_OFFICE,
       .cli = {.import = "chains (链条), a link a row, from a CSV file or workbook"});
