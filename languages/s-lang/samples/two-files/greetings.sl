define greet (name)
{
   vmessage ("Hello, %s!", name);
}
