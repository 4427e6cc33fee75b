echo before
echo $rocket
