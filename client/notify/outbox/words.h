/* Short names of the states of a part and of a notice's result. */
#pragma once

#define PART_IS(name) OUTBOX__PART_STATE__PART_##name
#define NOTICE_GOT(name) DUBAN__NOTICE_RESULT__NOTICE_RESULT_##name
