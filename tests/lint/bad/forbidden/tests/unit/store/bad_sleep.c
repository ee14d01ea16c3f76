void f(void)
{
	usleep(1000);
}
