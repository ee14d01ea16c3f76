/* Here time() may be asked; the word sprintf( in a comment is no call. */
const char *say = "strcpy(a, b); // no comment";
long f(void)
{
	return clock_now();
}
