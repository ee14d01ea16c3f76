/* Projects (重大项目): the row of the list itself. */
#include "proto/record/record.h"

static const struct record_word stage_words[] = {
    {"谋划储备", DUBAN__STAGE__STAGE_RESERVE},
    {"谋划", DUBAN__STAGE__STAGE_RESERVE},
    {"储备", DUBAN__STAGE__STAGE_RESERVE},
    {"前期", DUBAN__STAGE__STAGE_PRELIMINARY},
    {"前期工作", DUBAN__STAGE__STAGE_PRELIMINARY},
    {"计划新开工", DUBAN__STAGE__STAGE_PLANNED_START},
    {"拟新开工", DUBAN__STAGE__STAGE_PLANNED_START},
    {"计划开工", DUBAN__STAGE__STAGE_PLANNED_START},
    {"在建", DUBAN__STAGE__STAGE_BUILDING},
    {"新开工", DUBAN__STAGE__STAGE_BUILDING},
    {"续建", DUBAN__STAGE__STAGE_BUILDING},
    {"停工", DUBAN__STAGE__STAGE_STOPPED},
    {"完工", DUBAN__STAGE__STAGE_COMPLETED},
    {"竣工", DUBAN__STAGE__STAGE_ACCEPTED},
    {"投产", DUBAN__STAGE__STAGE_OPERATING},
    {"投用", DUBAN__STAGE__STAGE_OPERATING},
    {"达效", DUBAN__STAGE__STAGE_ON_TARGET},
    {"归档", DUBAN__STAGE__STAGE_ARCHIVED},
    {"退出", DUBAN__STAGE__STAGE_WITHDRAWN},
    {"调出", DUBAN__STAGE__STAGE_WITHDRAWN},
    {},
};

static const struct record_word funding_words[] = {
    {"政府投资", DUBAN__FUNDING__FUNDING_GOVERNMENT}, {"政府", DUBAN__FUNDING__FUNDING_GOVERNMENT},
    {"审批", DUBAN__FUNDING__FUNDING_GOVERNMENT},     {"备案", DUBAN__FUNDING__FUNDING_FILING},
    {"企业投资", DUBAN__FUNDING__FUNDING_FILING},     {"社会投资", DUBAN__FUNDING__FUNDING_FILING},
    {"核准", DUBAN__FUNDING__FUNDING_APPROVAL},	      {},
};

static const struct record_column columns[] = {
    {"code", "项目代码|项目编号|编号|代码", RECORD_CODE, .field = "code", .key = true},
    {"name", "项目名称|工程名称|名称", RECORD_TEXT, .field = "name"},
    {"unit", "责任单位|牵头单位|责任主体", RECORD_UNIT, .field = "unit"},
    {"sector", "行业主管部门|主管部门|行业部门", RECORD_UNIT, .field = "sector"},
    {"category", "类别|项目类别|行业分类|所属行业|行业", RECORD_TEXT, .field = "category",
     .refers = "categories"},
    {"stage", "阶段|项目阶段|建设阶段|建设性质", RECORD_ENUM, .field = "stage", .terms = "stage",
     .word = stage_words, .unknown = "project.unknown_stage"},
    {"total", "总投资|总投资额|投资总额|计划总投资|概算总投资", RECORD_MONEY, .field = "total"},
    {"plan",
     "年度计划|年度计划投资|年度投资计划|本年度计划投资|本年度投资计划|当年计划投资|"
     "年度计划完成投资",
     RECORD_MONEY, .field = "plan"},
    {"year", "年度|年份|计划年度", RECORD_YEAR, .field = "year"},
    {"planned_start", "计划开工|计划开工时间|计划开工年月|开工时间", RECORD_MONTH,
     .field = "planned_start_month"},
    {"planned_finish", "计划竣工|计划竣工时间|计划竣工年月|竣工时间", RECORD_MONTH,
     .field = "planned_finish_month"},
    {"list", "清单|所属清单|项目清单|名单", RECORD_TEXT, .field = "list", .refers = "lists",
     .many = true},
    {"batch", "批次", RECORD_TEXT, .field = "batch"},
    {"former", "曾用代码|原代码", RECORD_TEXT, .field = "former", .many = true},
    {"successor", "接续项目", RECORD_PROJECT, .field = "successor"},
    {"funding", "投资类型|投资性质", RECORD_ENUM, .field = "funding", .terms = "funding",
     .word = funding_words, .unknown = "project.unknown_funding"},
    {"co_units", "协同单位|配合单位|其他责任单位", RECORD_UNIT, .field = "co_unit", .many = true},
    {"unit_text", "单位原文", RECORD_TEXT, .field = "unit_text"},
    {"place", "建设地点|项目地址", RECORD_TEXT, .field = "place"},
    {"content", "建设规模及内容|建设内容|主要建设内容|建设规模", RECORD_TEXT, .field = "content"},
    {"leader_city", "挂点市领导|市领导", RECORD_WHO, .field = "leader_city", .many = true},
    {"leader_county", "挂点县领导|县领导", RECORD_WHO, .field = "leader_county", .many = true},
    {"liaison", "市办联络人|联络人", RECORD_WHO, .field = "liaison"},
    {"responsible_first", "第一责任人", RECORD_WHO, .field = "responsible_first"},
    {"responsible_main", "主要责任人", RECORD_WHO, .field = "responsible_main"},
    {"responsible_direct", "直接责任人", RECORD_WHO, .field = "responsible_direct"},
    {"responsible_other", "其他责任人", RECORD_WHO, .field = "responsible_other", .many = true},
    {"team", "工作班子", RECORD_TEXT, .field = "team"},
    {"scheme", "实施方案", RECORD_TEXT, .field = "scheme"},
    {"crew", "施工队伍", RECORD_TEXT, .field = "crew"},
    {"finance_assessed", "财政承受能力评估", RECORD_DATE, .field = "finance_assessed_date"},
    {"project_owner", "项目业主|业主单位|业主", RECORD_TEXT, .field = "project_owner"},
    {"legal_entity", "建设单位|项目法人|法人单位|项目单位", RECORD_TEXT, .field = "legal_entity"},
    {"mark", "标识|标记", RECORD_TEXT, .field = "mark"},
    {},
};

RECORD(PROJECTS, .name = "projects", .ignored = "序号|备注", .noun = &duban__project__descriptor,
       .put = DUBAN__EVENT__BODY_PROJECT_PUT, .column = columns, .table = "project", .key = "num",
       .shown_key = "code", .shown = "name", .order = 90, .roles = RECORD_BY_OFFICE);

/* An office's own list: the same columns under whatever heads it has. */
RECORD(SHEET, .name = "sheet", .noun = &duban__project__descriptor,
       .put = DUBAN__EVENT__BODY_PROJECT_PUT, .column = columns, .key = "num", .order = 0,
       .roles = RECORD_BY_OFFICE);
