struct walk {
	int depth;
};
#define STATE(x) DUBAN__REPORT_STATE__REPORT_STATE_##x
