#include "proto/record/duty/words.h"

#include "proto/record/record.h"

#define OF_FORM(name) DUBAN__DUTY_FORM__DUTY_FORM_##name
#define OF_TIER(name) DUBAN__DUTY_TIER__DUTY_TIER_##name

const struct record_word duty_form_words[] = {
    {"一日一调度", OF_FORM(DAILY)},
    {"日报", OF_FORM(DAILY)},
    {"每周数据", OF_FORM(WEEKLY_DATA)},
    {"周报", OF_FORM(WEEKLY_DATA)},
    {"一周一调度", OF_FORM(WEEKLY_DISPATCH)},
    {"短信推送", OF_FORM(TEXTS)},
    {"每周简报", OF_FORM(BRIEF)},
    {"简报", OF_FORM(BRIEF)},
    {"半月一协调", OF_FORM(COORDINATION)},
    {"一月一攻坚", OF_FORM(PUSH)},
    {"月度数据报送", OF_FORM(MONTHLY_DATA)},
    {"月报", OF_FORM(MONTHLY_DATA)},
    {"月度数据审核", OF_FORM(MONTHLY_REVIEW)},
    {"月度数据确认", OF_FORM(MONTHLY_CONFIRM)},
    {"综合调度", OF_FORM(GENERAL_DISPATCH)},
    {"分口调度", OF_FORM(SECTOR_DISPATCH)},
    {"月度通报排名", OF_FORM(BULLETIN)},
    {"通报", OF_FORM(BULLETIN)},
    {"政策规划信息", OF_FORM(POLICY)},
    {"重点谋划进展", OF_FORM(PLANNING)},
    {"市委常委会听取情况", OF_FORM(STANDING_COMMITTEE)},
    {"市政府常务会听取情况", OF_FORM(EXECUTIVE_MEETING)},
    {"集中开工", OF_FORM(GATHERING)},
    {"百个问题清单", OF_FORM(CAMPAIGN)},
    {"清单调整", OF_FORM(LIST_ADJUSTMENT)},
    {"考核结果报送", OF_FORM(ASSESSMENT)},
    {"次年项目申报", OF_FORM(COLLECTION)},
    {"限期报送", OF_FORM(ONE_OFF)},
    {"全市调度会", OF_FORM(CITY_DISPATCH)},
    {},
};

const struct record_word duty_tier_words[] = {
    {"责任单位", OF_TIER(UNIT)},	 {"行业主管部门", OF_TIER(SECTOR)},
    {"行业部门", OF_TIER(SECTOR)},	 {"市重点办", OF_TIER(OFFICE)},
    {"分管副市长", OF_TIER(VICE_MAYOR)}, {"常务副市长", OF_TIER(EXECUTIVE_VICE_MAYOR)},
    {"全市调度", OF_TIER(CITY)},	 {"市政府常务会", OF_TIER(EXECUTIVE)},
    {"市委常委会", OF_TIER(STANDING)},	 {},
};
