/* The help of all verbs as a Markdown page: docs/cli.md is made of it. */
#pragma once

int help_markdown(void); /* the tables of docs/cli.md */
