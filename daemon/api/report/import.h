/* The columns of reports in rows: import_reports.c reads them, sheet_reports.c writes them. */
#pragma once

#include "api/records/rows_out.h"
#include "api/records/run.h"

enum {
	REPORT_PROJECT,
	REPORT_NUM,
	REPORT_FORM_,
	REPORT_PERIOD,
	REPORT_ON,
	REPORT_INVESTED,
	REPORT_CUMULATIVE,
	REPORT_STATISTICS,
	REPORT_CUMULATIVE_STATISTICS,
	REPORT_PERCENT,
	REPORT_TEXT,
	REPORT_STATE_,
	REPORT_BOOKED,
	REPORT_LINK_YEAR,
	REPORT_LINK,
	REPORT_STAGE,
	REPORT_EVIDENCE,
	REPORT_SUBMITTED,
	REPORT_CONFIRMED,
	REPORT_VERDICT,
	REPORT_REASON,
	REPORT_UNIT,
	REPORT_REVIEWER,
	REPORT_BY_SECTOR,
	REPORT_CORRECTS,
	REPORT_RETURNED,
	REPORT_RETURN_REASON,
	REPORT_APPROVER,
	REPORT_DOCUMENT,
	REPORT_EXEMPTION,
	REPORT_STAGE_CORRECTION,
	REPORT_TYPED_FOR,
	REPORT_SUBMITTED_AT, /* to the microsecond: what an export is known by */
	REPORT_REVIEWED_AT,
	REPORT_CONFIRMED_AT,
	REPORT_PROJECT_NAME, /* shown and not read, as the days submitted and confirmed are */
};

void report_write(struct rows_out *s, struct bytes key, struct bytes value);

/* report_cells.c: the cells of the present row; one that is empty leaves its field as it is.
 * First what is reported, then what became of it: that only an opening balance tells. */
bool report_read(struct import *im, Duban__Report *r);
bool report_read_life(struct import *im, Duban__Report *r);
/* A row without a number that tells of more than a report handed in now. Says so. */
bool report_of_old(struct import *im);
/* Are the row's figures, those it has, the ones that were reported? Says where not. */
bool report_figures_stand(struct import *im, const Duban__Report *r);
