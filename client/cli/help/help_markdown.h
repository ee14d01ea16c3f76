/* The help of all verbs as Markdown, from which docs/cli.md is made. */
#pragma once

int help_markdown(void); /* the tables of docs/cli.md */
