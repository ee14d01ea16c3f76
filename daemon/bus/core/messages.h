/* Stable ids of the daemon's messages in the systemd journal (MESSAGE_ID=). Each has an entry in
 * systemd/duban.catalog, which a test checks. An id is never reused for another message. */
#pragma once

#define MESSAGE_READY "cafcd9984f554c8bbacdb394c316471d"
#define MESSAGE_STOPPING "f0e5e523352540b891fa4f80fb8fc04c"
#define MESSAGE_DENIED "c7d784625520464fa7d5c2d651990c21"
#define MESSAGE_CLOCK_JUMP "94ebf0a7897845eba585e75d8833001e"
#define MESSAGE_CLOCK_RESUMED "8accf68538034dfab70a0f3e65ecab59"
#define MESSAGE_CLOCK_BACK "5e01a92a358049f1af3e3a1c3b95fc27"
#define MESSAGE_FAILED "b99214e417a84ace9f480cf685eaba00"
#define MESSAGE_DOORS_OPEN "316665b1621c46029f2dddd75e5cb8d8"
#define MESSAGE_READ_ONLY "ce8c89e047c34e40b9aab31e878ba296"
#define MESSAGE_JOB_ENDED "0137064b1a054af5b77600ad5f34299c"
#define MESSAGE_PEERS_FULL "9fe9111078904c9d8e719cc3e1ee1bf0"
#define MESSAGE_LAMP_LIT "b263251a9cb33932be331c263e5975be"
#define MESSAGE_LAMP_CLEARED "cd0ff922deb81bc5b5987c5bba5d7cc1"
#define MESSAGE_LAMPS_MORE "4aacd49a8da77a2cd1529d2cde3881c5"
#define MESSAGE_REFOLDED "85528e3e22a4496ba79643eb975a4bf9"
#define MESSAGE_CUT "e5e715c66d0e4140adeea317c354929a"
#define MESSAGE_OVER_LIMITS "3fc7aeb4ecd64b2687b7930d1ec8c85e"
#define MESSAGE_NUMBERS_TOLD "17b52bc30f234c2f9d41cb0f07337685"
