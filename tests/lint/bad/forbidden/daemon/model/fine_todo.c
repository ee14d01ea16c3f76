/* TODO #12: think again */
int float_days;
