namespace AdminPortal.Ui;

/// <summary>How loud a button is. One Primary per view; Danger for what hurts.</summary>
public enum ButtonKind
{
    Secondary,
    Primary,
    Ghost,
    Danger,
}
