/* The limits. A client that keeps to them is never refused because of size. */
#pragma once

/* wire */
#define WIRE_VERSION 1
#define WIRE_MESSAGE_MAX (256 * 1024)
#define WIRE_PAGE_MAX (200 * 1024) /* one reply or page of events */
#define WIRE_DEPTH_MAX 8
#define WIRE_ELEMENTS_MAX 8000	      /* fields of one message, nested ones included */
#define WIRE_REPLY_ELEMENTS_MAX 60000 /* the same for a Reply: a page has many small events */
#define WIRE_UNKNOWN_MAX 16
#define WIRE_ARENA_MAX (8 * 1024 * 1024) /* memory for one request */
#define REQUEST_ID_SIZE 16
#define UPLOAD_ID_SIZE 16
#define CURVE_KEY_SIZE 32
#define KEYS_PER_PRINCIPAL 2 /* that are not revoked and not over */
#define ENDPOINTS_MAX 4	     /* of one kind in a connection file */
#define EPOCH_SIZE 16
#define HASH_SIZE 32

/* text, in bytes of UTF-8 */
#define ID_MAX 32
#define CODE_MAX 64
#define NAME_MAX_BYTES 240
#define TEXT_MAX 2000
#define REASON_MAX 600
#define FILE_NAME_MAX 240
#define LISTS_MAX 16  /* of one project */
#define SPELLS_MAX 64 /* of one project on one list: 调入 to 调出 */
#define GROUP_MEMBERS_MAX 100
#define PERSON_REPLACE_BYTES_MAX (12 * 1024 * 1024) /* events; leaves room for lamps in a frame */
#define FORMER_MAX 16
#define CO_UNITS_MAX 16
#define LEADERS_MAX 8 /* of one level, or for one kind of responsibility */

/* chains */
#define LINKS_MAX 200 /* of one chain */
#define LINK_NO_MAX 9999
#define PREREQUISITES_MAX 32
#define LIMIT_DAYS_MAX 3660
#define LIMIT_MONTHS_MAX 120
#define DATE_MIN 19900101
#define DATE_MAX 20991231
#define MONEY_FEN_MAX 1000000000000000LL /* 10 trillion yuan */

/* reports, evidence */
#define REPORT_NUM_MAX 1000000000 /* of an imported report: leaves numbers for new ones */
#define REPORT_VERDICTS_MAX 1000  /* in one request */
#define REPORT_MONTHS_BACK 24	  /* older months can only be imported (期初) */
#define EVIDENCE_MAX 64		  /* files for one report or stage change */
#define EVIDENCE_PART_BYTES (128 * 1024)
#define EVIDENCE_PARTS_EARLY 8			      /* parts that may arrive out of order */
#define EVIDENCE_BYTES_MAX (64LL * 1024 * 1024)	      /* of one file */
#define EVIDENCE_UPLOADS_BYTES (128ULL * 1024 * 1024) /* unfinished uploads of all principals */
#define EVIDENCE_CHECK_BYTES (32ULL * 1024 * 1024)    /* read for one page of EVIDENCE_CHECK */

/* imports */
#define IMPORT_BYTES_MAX (32 * 1024 * 1024)
#define IMPORT_ROWS_MAX 200000
#define IMPORT_COLUMNS_MAX 64
#define IMPORT_PART_BYTES (128 * 1024)
#define IMPORT_PART_CELLS 4000
#define IMPORT_PROBLEMS_MAX 200
#define IMPORT_CHANGES_MAX 400
#define IMPORT_ABSENT_MAX 400
#define WORKBOOK_UNITS_MAX 200 /* unknown unit names that are listed */
#define UPLOAD_IDLE_SEC 600
#define UPLOAD_STALLED_SEC 30 /* without a part for so long, an upload makes room for another */
/* commands that wait for a second person */
#define PENDINGS_PER_PRINCIPAL 8 /* waiting at once, each with at most one upload */
#define PENDING_REQUEST_MAX 8192 /* bytes of the packed Request, without the upload */

/* fetch, feed */
#define FETCH_WAIT_MAX_MS 30000
#define AHEAD_PROJECTS 1000 /* of one page of WARNING_AHEAD; AHEAD_DAYS_MAX: how far it looks */
#define AHEAD_DAYS_MAX 366
#define FETCH_SCAN_MAX 20000 /* events read for one page, including those filtered out */
#define FILTER_KINDS_MAX 64
#define HEARTBEAT_MS 1000

/* store */
#define FRAME_ALIGN 512
#define GROUP_BYTES_MAX (1024 * 1024)
#define FRAME_BYTES_MAX (16 * 1024 * 1024)
#define SEGMENT_BYTES_DEFAULT (64 * 1024 * 1024)
#define MAP_BYTES_DEFAULT (64LL * 1024 * 1024 * 1024)
#define VALUE_MAX (16 * 1024)
#define RANKING_LINES_MAX 200 /* units of a board */
#define KEY_MAX 500
#define SPACE_RESERVE_BYTES (256LL * 1024 * 1024)
#define DAMAGES_MAX 64 /* damaged places that are told one by one */

/* engine */
#define ROUND_COMMANDS_MAX 1024
#define PAST_EVENTS_MAX 200000 /* folded again for the state of a past day */
#define SLICE_SUBJECTS 1000    /* due rows or sweep steps before the sockets are served again */
#define SLICE_BUSY_MIN 20      /* the same at least, while clients ask */
#define SLICE_BUSY_MS 4	       /* about so long a slice takes while clients ask */
#define CHECKPOINT_COMMANDS_MIN 250
#define CHECKPOINT_COMMANDS_MAX 4000
#define CHECKPOINT_BYTES (16 * 1024 * 1024)
#define CHECKPOINT_IDLE_MS 20
#define CHECKPOINT_AGE_MS 1000
#define CHECKPOINT_TARGET_QUIET_MS 30
#define CHECKPOINT_TARGET_LOAD_MS 80
#define STATE_CHECK_DAYS 7     /* the sums of the state's tables are compared every so often */
#define STATE_CHECK_ROWS 10000 /* a second; each slice takes some milliseconds */

/* bus */
#define HANDSHAKE_MS 5000
#define HEARTBEAT_ZMTP_MS 15000
#define PEERS_MAX 4096
#define REPLIES_WAITING_MAX (8 * 1024 * 1024) /* bytes; of one connection */
#define PARKED_PER_PRINCIPAL 128
#define CURVE_OVERHEAD 64 /* of one encrypted message */
#define CLOCK_JUMP_SEC 3600
/* default of clock-floor: older than any release, the time of a machine without a battery */
#define CLOCK_FLOOR_YMD 20250101
