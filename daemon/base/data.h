/* The data shipped in daemon/data, inside the program. */
#pragma once

#include "proto/bytes.h"

struct bytes data_bands(void);	    /* bands.csv */
struct bytes data_calendar(void);   /* calendar-cn.csv */
struct bytes data_parameters(void); /* parameters.csv */
struct bytes data_papers(void);	    /* papers.csv */
struct bytes data_templates(void);  /* templates.csv */
