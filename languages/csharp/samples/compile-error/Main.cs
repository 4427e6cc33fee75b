class Refused
{
    static void Main()
    {
        int number = "three";
    }
}
