/* The limits of duban-notify. */
#pragma once

#include "text/usec.h"

/* texts */
#define SMS_WHOLE_UNITS 70	/* UTF-16 units of a text that is one part */
#define SMS_PART_UNITS 67	/* of each part of several, behind a header of 6 bytes */
#define MESSAGE_PARTS_MAX 10	/* a longer text is refused */
#define MESSAGE_TEXT_MAX 4096	/* bytes of a text, all parts together */
#define TEMPLATE_ROWS_MAX 64	/* of a file of texts */
#define TEMPLATE_FILE_MAX 65536 /* bytes of it */
#define NOTICE_KEY_BYTES 64	/* of a notice's key */
#define NOTICE_WAITS_MAX 16	/* earlier notices that one names in `after` */
#define NOTICE_FIELDS_MAX 64	/* "name=value" of one notice */
#define ADDRESS_BYTES 128	/* of a number or an address, with the NUL */
#define CARRIER_ID_BYTES 64	/* of a carrier's id of a message, with the NUL */
#define CARRIER_WORD_BYTES 200	/* of a carrier's words, which become `detail` of a receipt */
#define REPLY_TEXT_BYTES 600	/* of a recipient's answer; the rest is cut */
#define MESSAGE_REF_BYTES 21	/* of our id of a part: 20 hex digits and a NUL */

/* configuration */
#define CONFIG_TEXT_MAX 1000 /* bytes of a value */
#define SECRET_BYTES_MAX 512

/* outbox */
#define OUTBOX_FORMAT 1
#define OUTBOX_MAP_BYTES (4ULL * 1024 * 1024 * 1024)
#define OUTBOX_ROW_MAX (16 * 1024) /* bytes of a row */
#define OUTBOX_PENDING_MAX 1000000 /* notices not sent yet: no more are fetched meanwhile */
#define OUTBOX_ORPHANS_MAX 100000  /* receipts of nobody that are kept; further ones are counted */
#define OUTBOX_READERS 8	   /* `status` reads while it runs */

/* sending; monotonic time where nothing else is said */
#define PUMP_SLICE 64	      /* rows looked at before the peers are served again */
#define ROUND_PRIORITY 100    /* of the round; peers have 0, and so are heard before it */
#define ROUND_WAIT_MS 20      /* the most that they keep it waiting */
#define WINDOW_MAX 1000	      /* submissions without an answer */
#define RATE_MAX 10000	      /* submissions a second */
#define DOUBTS_MAX 1	      /* a text that may have gone is sent again so often, marked */
#define TRIES_MAX 200	      /* of a part that a carrier puts off each time; then it failed */
#define BACK_OFF_FIRST_MS 500 /* of a transport that is down; doubles each time */
#define BACK_OFF_MAX_MS 60000
#define SENDING_MAX_SEC 600 /* a transport that never answers: the text may have gone */
#define LATER_FIRST_SEC 5   /* until a message that was put off is tried again; doubles each time */
#define LATER_MAX_SEC 900
#define CONTACT_RETRY_SEC 30   /* until a lookup of a number is tried again */
#define CONTACT_FRESH_SEC 600  /* a number that was looked up is used so long */
#define CONTACT_LOOKUPS_MAX 16 /* under way at once; then the whole list is asked for */
#define CONTACTS_MAX 200000    /* of the list */
#define AFTER_RETRY_SEC 5      /* until it is looked again whether an earlier notice went out */
#define ANSWER_VALID_SEC 3600  /* an answer of ours to a reply is not sent later */
#define REPLY_KEPT_DAYS 60     /* a number's person is known for replies */

/* the daemon */
#define LINE_CALL_MS 8000 /* a call with its retries; it is repeated under its id */
#define LINE_JOBS_MAX 512
#define LINE_BACK_OFF_FIRST_MS 250
#define LINE_BACK_OFF_MAX_MS 15000
#define CLOCK_POLL_MS 500	       /* of a simulated store's clock */
#define CLOCK_LEAP (60 * USEC_PER_SEC) /* rows are timed anew when a simulated clock moves more */
#define REPORTS_AT_ONCE 64

/* HTTP, both ways */
#define HTTP_ANSWER_MAX 65536 /* bytes of a peer's answer that are read */
#define HTTP_CONNECT_MS 10000
#define HTTP_TIMEOUT_MS 30000
#define LISTENER_CONNECTIONS_MAX 128
#define LISTENER_PER_ADDRESS_MAX 64
#define LISTENER_IDLE_SEC 10
#define LISTENER_BODY_MAX 16384
#define LISTENER_MEMORY_EACH 16384 /* bytes for a connection's head */
#define LISTENER_ARGUMENTS_MAX 32
#define LISTENER_VALUE_MAX 4096

/* lists of addresses */
#define BOOK_BYTES_MAX (4 * 1024 * 1024)

/* mail */
#define MAIL_LOCAL_MAX 64      /* bytes of an address before the @ */
#define MAIL_LINE_MAX 75       /* bytes of a line of a header, without its end */
#define MAIL_BODY_LINE 57      /* bytes in a line of base64, which then has 76 */
#define MAIL_SUBJECT_CHARS 40  /* the rest of the text's first clause is cut */
#define MAIL_CONNECTION_SEC 20 /* a connection that was idle so long is not used again */

/* webhooks */
#define ANSWER_DEPTH_MAX 16	   /* of an answer that is read */
#define WEBHOOK_PART_UNITS 672	   /* UTF-16 units of a part: with its number at most 2048 bytes */
#define WEBHOOK_TITLE_BYTES 60	   /* of the title that a kind of message wants */
#define WEBHOOK_TOKEN_BYTES 1024   /* of an access token, with its NUL */
#define WEBHOOK_TOKEN_EARLY_SEC 60 /* so long before its end a token is not used any more */
#define WEBHOOK_TOKEN_MAX_SEC 7200 /* nor longer than this, whatever the answer says */
#define WEBHOOK_MINUTE_MAX 60000   /* messages a minute that an operator may allow */

/* exec */
#define EXEC_OUTPUT_MAX 4096
