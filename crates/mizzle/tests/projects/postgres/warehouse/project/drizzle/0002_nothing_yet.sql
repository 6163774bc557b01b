-- Custom SQL migration file, put your code below! --
/* later; maybe */
