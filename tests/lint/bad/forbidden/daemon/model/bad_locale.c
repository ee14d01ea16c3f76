void f(void)
{
	setlocale(6, "");
}
