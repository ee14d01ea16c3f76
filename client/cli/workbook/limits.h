/* What a workbook may ask of the process that reads it. An office's largest list stays far below; a
 * file made to exhaust the machine does not get there. */
#pragma once

#define WORKBOOK_SHEET_ROWS 1048576 /* of any sheet; what the format allows */
#define WORKBOOK_SHEET_COLUMNS 16384

/* the archive */
#define WORKBOOK_ENTRIES_MAX 4096
#define WORKBOOK_INFLATED_MAX (512ULL * 1024 * 1024) /* of all parts that are read */
#define WORKBOOK_RATIO_MAX 200			     /* inflated to packed; sheets have 5 to 50 */
#define WORKBOOK_RATIO_FROM (1024 * 1024)	     /* a smaller part may have any ratio */

/* what is in it */
#define WORKBOOK_CELL_BYTES_MAX (256 * 1024) /* a spreadsheet allows 32,767 characters */
#define WORKBOOK_CELLS_MAX 8000000	     /* of one sheet */
#define WORKBOOK_TEXT_MAX (64 * 1024 * 1024) /* of the cells of one sheet */
#define WORKBOOK_MERGES_MAX 100000
#define WORKBOOK_STYLES_MAX 65536

/* the process; its time is WORKBOOK_SECONDS_MAX */
#define WORKBOOK_MEMORY_MAX (1024ULL * 1024 * 1024)

/* how it is read */
#define WORKBOOK_HEADER_ROWS 20	   /* the header must begin in one of the first so many rows */
#define WORKBOOK_HEADER_BYTES 400  /* a longer cell does not belong to a header */
#define WORKBOOK_COLUMNS_MAX 256   /* columns further right are ignored */
#define WORKBOOK_MAPS_MAX 32	   /* --map */
#define SHEETS_MAX 200		   /* in one workbook */
#define WORKBOOK_LINE_STEP 2000000 /* row r of sheet n gets line number n * this + r */
#define WORKBOOK_SECONDS_MAX 60	   /* time for reading a workbook */
