@echo off
rem Starts Energy Matching. In a checkout it builds first if nothing is built; in a packed distribution it only starts.
setlocal
set "HERE=%~dp0"

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
  echo error: There is no Java: "%JAVA%" could not be started. 1>&2
  echo        JDK 17 or newer was expected. 1>&2
  echo        Install one, and put it on the PATH or set JAVA_HOME. 1>&2
  exit /b 1
)

rem Java 17 or newer, and none of the three that corrupt memory.
set "VERSION=of an unknown version"
set "NUMBER="
set "MAJOR=0"
for /f "tokens=3" %%v in ('^""%JAVA%" -version 2^>^&1 ^| findstr /r version..[0-9]^"') do set "VERSION=%%~v"
for /f "delims=-+ " %%n in ("%VERSION%") do set "NUMBER=%%n"
for /f "delims=." %%m in ("%NUMBER%") do if not "%%m"=="of" set "MAJOR=%%m"
if %MAJOR% lss 17 (
  echo error: "%JAVA%" is Java %VERSION%. 1>&2
  echo        JDK 17 or newer was expected. 1>&2
  echo        Install one, and put it on the PATH or set JAVA_HOME. 1>&2
  exit /b 1
)
for %%v in (25 25.0.0 25.0.1 25.0.2) do if "%NUMBER%"=="%%v" (
  echo error: "%JAVA%" is JDK %VERSION%, which corrupts arrays shared with native code ^(JDK-8377811^). 1>&2
  echo        JDK 17, 21, or 25.0.3 or newer was expected. 1>&2
  echo        Install 25.0.3, or set JAVA_HOME to another JDK. 1>&2
  exit /b 1
)

if exist "%HERE%..\lib\energy-matching-cli-*.jar" (
  set "CLASS_PATH=%HERE%..\lib\*"
  goto start
)
if exist "%HERE%cli\target\em-built" goto built
echo Building ... (first time only, about a minute) 1>&2
pushd "%HERE%"
call mvn -q -B -Dmaven.test.skip=true -Dspotless.check.skip=true package -pl cli -am 1>&2
if errorlevel 1 (
  popd
  echo error: The build failed; its last lines are above. 1>&2
  echo        It needs JDK 17 or newer, Maven 3.8.6 or newer, and the network the first time. 1>&2
  echo        Mend what they name, and run the same command again. 1>&2
  exit /b 1
)
popd
type nul > "%HERE%cli\target\em-built"

:built
set "CLASS_PATH=%HERE%cli\target\*;%HERE%cli\target\lib\*"

:start
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=PASSIVE"
if not defined ONEDNN_PRIMITIVE_CACHE_CAPACITY set "ONEDNN_PRIMITIVE_CACHE_CAPACITY=8192"
if not defined TORCH_CPP_LOG_LEVEL set "TORCH_CPP_LOG_LEVEL=FATAL"
if not defined OPENBLAS_NUM_THREADS set "OPENBLAS_NUM_THREADS=1"
"%JAVA%" -Djava.awt.headless=true --enable-native-access=ALL-UNNAMED -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -XX:+UseSerialGC %EM_JAVA_OPTS% -cp "%CLASS_PATH%" org.energymatching.cli.Em %*
exit /b %ERRORLEVEL%
