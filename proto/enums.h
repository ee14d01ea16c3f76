/* Short names of enum values: LINK_STATE(DONE) is the generated
 * DUBAN__LINK_STATE__LINK_STATE_DONE. An enum that is named often has its line here. */
#pragma once

#define APPLICATION_STATE(value) DUBAN__APPLICATION_STATE__APPLICATION_STATE_##value
#define CANDIDATE_STATE(value) DUBAN__CANDIDATE_STATE__CANDIDATE_STATE_##value
#define CLEAR_CAUSE(value) DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_##value
#define COLLECTION_STATE(value) DUBAN__COLLECTION_STATE__COLLECTION_STATE_##value
#define GROUP_KIND(value) DUBAN__GROUP_KIND__GROUP_KIND_##value
#define IMPORT_KIND(value) DUBAN__IMPORT_KIND__IMPORT_KIND_##value
#define LEVEL(value) DUBAN__LEVEL__LEVEL_##value
#define LIMIT_KIND(value) DUBAN__LIMIT_KIND__LIMIT_KIND_##value
#define LINK_CLASS(value) DUBAN__LINK_CLASS__LINK_CLASS_##value
#define LINK_STEP(value) DUBAN__LINK_STEP__LINK_STEP_##value
#define LINK_STATE(value) DUBAN__LINK_STATE__LINK_STATE_##value
#define MEMBER_ROLE(value) DUBAN__MEMBER_ROLE__MEMBER_ROLE_##value
#define NOUN_KIND(value) DUBAN__NOUN_KIND__NOUN_KIND_##value
#define PENDING_STATE(value) DUBAN__PENDING_STATE__PENDING_STATE_##value
#define REPORT_FORM(value) DUBAN__REPORT_FORM__REPORT_FORM_##value
#define REPORT_STATE(value) DUBAN__REPORT_STATE__REPORT_STATE_##value
#define ROLE(value) DUBAN__ROLE__ROLE_##value
#define STAGE(value) DUBAN__STAGE__STAGE_##value
#define TARGET_KIND(value) DUBAN__TARGET_KIND__TARGET_KIND_##value
#define TURN(value) DUBAN__TURN__TURN_##value
#define WARNING_STATE(value) DUBAN__WARNING_STATE__WARNING_STATE_##value
#define YEAR_STATE(value) DUBAN__YEAR_STATE__YEAR_STATE_##value
